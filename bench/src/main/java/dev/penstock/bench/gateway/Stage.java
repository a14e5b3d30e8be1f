package dev.penstock.bench.gateway;

import dev.penstock.bench.harness.Unavailable;
import dev.penstock.bench.peer.Child;
import dev.penstock.bench.peer.Children;
import dev.penstock.bench.peer.Mosquitto;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What stands around everybody who is measured: devices, broker, and the wire between. */
final class Stage implements Closeable {
  private static final List<String> FIELD_JVM = List.of("-Xms64m", "-Xmx256m");

  private final Path folder;
  private final Children children;
  private final Tally tally = new Tally();
  private final List<Integer> ports = new ArrayList<>();
  private final String brokerName;
  private final List<Closeable> open = new ArrayList<>();
  private final BrokerRelay relay;
  private int folders;

  /**
   * Sets it up.
   *
   * @param devices how many there are
   * @param isOwnBroker whether nobody else's is asked for
   */
  Stage(Path folder, int devices, boolean isOwnBroker) throws IOException {
    this.folder = folder;
    this.children = new Children(folder);
    boolean isSet = false;
    try {
      Child field =
          Child.start(children, FieldProcess.class, FIELD_JVM, List.of(Integer.toString(devices)));
      for (String port : field.await("ready", 1).rest().split(" ", -1)) {
        ports.add(Integer.valueOf(port));
      }
      int brokerPort;
      if (isOwnBroker || !hasMosquitto()) {
        OwnBroker own = OwnBroker.start();
        open.add(own);
        brokerPort = own.port();
        brokerName = "own";
      } else {
        var limits = new Mosquitto.Limits(0, 0);
        brokerPort = Mosquitto.start(children, folder.resolve("broker"), limits).port();
        brokerName = "mosquitto";
      }
      relay = BrokerRelay.start(brokerPort, tally);
      open.add(relay);
      isSet = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      if (!isSet) {
        close();
      }
    }
  }

  private static boolean hasMosquitto() {
    try {
      Path _ = Mosquitto.program("mosquitto");
      return true;
    } catch (Unavailable e) {
      // Its absence is said in the figures.
      return false;
    }
  }

  Children children() {
    return children;
  }

  /** Where the devices listen. */
  List<Integer> ports() {
    return List.copyOf(ports);
  }

  BrokerRelay relay() {
    return relay;
  }

  Tally tally() {
    return tally;
  }

  /** Whose broker it is. */
  String brokerName() {
    return brokerName;
  }

  /** An empty folder. */
  Path freshFolder() throws IOException {
    folders++;
    return Files.createDirectories(folder.resolve("run-" + folders));
  }

  @Override
  public void close() throws IOException {
    try (Children _ = children) {
      for (Closeable each : open.reversed()) {
        each.close();
      }
    }
  }
}
