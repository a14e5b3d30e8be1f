package dev.penstock.it;

import dev.penstock.demo.AttackDemo;
import dev.penstock.demo.AttackLine;
import dev.penstock.demo.Demo;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The demo's water works with a real node, which goes on in the folder in which the demo's attacks
 * on a signing pump were sealed before: there are gaps to be found, and live values.
 */
final class AttackedWaterworks implements AutoCloseable {
  private final Demo demo;
  private final List<AttackLine> attacks;
  private final URI origin;

  private AttackedWaterworks(Demo demo, List<AttackLine> attacks, URI origin) {
    this.demo = demo;
    this.attacks = List.copyOf(attacks);
    this.origin = origin;
  }

  /** Attacks, and goes on; some twenty seconds. */
  static AttackedWaterworks start(Path work)
      throws IOException, StartException, InterruptedException {
    List<AttackLine> attacks;
    Path data;
    try (AttackDemo attacked = AttackDemo.open(Files.createDirectories(work), HeldPorts.next())) {
      attacks = attacked.runInFlight(_ -> {});
      data = attacked.data();
    }
    int port = HeldPorts.next();
    // Passkeys are bound to a name: the browser comes by it, not by the address.
    var origin = URI.create("http://localhost:" + port);
    return new AttackedWaterworks(Demo.start(data, HeldPorts.next(), port), attacks, origin);
  }

  Node node() {
    return demo.node();
  }

  /** What became of each attack. */
  List<AttackLine> attacks() {
    return attacks;
  }

  /** Where a browser on this machine finds it. */
  URI origin() {
    return origin;
  }

  @Override
  public void close() throws IOException {
    demo.close();
  }
}
