package dev.penstock.demo;

import dev.penstock.evidence.chain.FindingCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What somebody can do who sits between a device and the broker; in this order. */
final class WireAttacks {
  /** One more than an observer waits for: docs/formats/chain.md §3, Ahead. */
  private static final int FAR = 18;

  private WireAttacks() {}

  static List<WireAttack> all() {
    return List.of(
        new WireAttack(
            "one digit of a reading altered; then the true block",
            Set.of(FindingCode.TAMPERED),
            WireAttacks::alter),
        new WireAttack("two neighbouring blocks swapped", Set.of(), WireAttacks::swapNeighbours),
        new WireAttack(
            "a block delivered behind the " + FAR + " that follow it",
            Set.of(FindingCode.REORDERED, FindingCode.CLOSED_LATE),
            WireAttacks::swapFar),
        new WireAttack("a block deleted", Set.of(FindingCode.GAP), WireAttacks::withhold),
        new WireAttack(
            "the deleted block brought back when it was missed",
            Set.of(FindingCode.CLOSED_LATE),
            Wire::deliverHeld),
        new WireAttack(
            "the oldest block replayed",
            Set.of(FindingCode.DUPLICATE),
            wire -> wire.deliver(wire.first())),
        new WireAttack(
            "a stranger's block, signed by a key of its own, in the pump's name",
            Set.of(FindingCode.FOREIGN),
            WireAttacks::forge),
        new WireAttack(
            "the pump copied, key and memory; the copy signs a block of the same number",
            Set.of(FindingCode.FORK),
            WireAttacks::copy));
  }

  private static void alter(Wire wire) throws IOException, InterruptedException {
    byte[] block = wire.next();
    byte[] altered = block.clone();
    altered[digit(altered)] ^= 1;
    wire.deliver(altered);
    wire.deliver(block);
  }

  /** Where the block says how warm the bearing is. */
  private static int digit(byte[] block) throws IOException {
    String said = new String(block, StandardCharsets.ISO_8859_1);
    int at = said.indexOf(" degrees");
    if (at < 1) {
      throw new IOException("the block says nothing of degrees");
    }
    return at - 1;
  }

  private static void swapNeighbours(Wire wire) throws IOException, InterruptedException {
    byte[] first = wire.next();
    wire.deliver(wire.next());
    wire.deliver(first);
  }

  private static void swapFar(Wire wire) throws IOException, InterruptedException {
    byte[] first = wire.next();
    for (int i = 0; i < FAR; i++) {
      wire.deliver(wire.next());
    }
    wire.deliver(first);
  }

  private static void withhold(Wire wire) throws IOException, InterruptedException {
    wire.hold(wire.next());
    wire.deliver(wire.next());
  }

  private static void forge(Wire wire) throws IOException, InterruptedException {
    Path home = wire.folder().resolve("stranger");
    try (SigningPump stranger = wire.device(home, AttackDemo.PUMP)) {
      stranger.alarm("all is well");
      wire.deliver(stranger.sent().getLast());
    }
  }

  /** The pump must be at rest, so that its folder is whole. */
  private static void copy(Wire wire) throws IOException, InterruptedException {
    Path home = wire.folder().resolve("copy");
    FolderCopy.of(wire.pump().home(), home);
    wire.deliver(wire.next());
    try (SigningPump copy = wire.device(home, AttackDemo.PUMP)) {
      copy.alarm("all is well");
      wire.deliver(copy.sent().getLast());
    }
  }
}
