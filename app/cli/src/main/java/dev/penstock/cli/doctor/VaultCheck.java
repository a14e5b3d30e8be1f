package dev.penstock.cli.doctor;

import dev.penstock.node.VaultSummary;
import java.io.IOException;
import java.nio.file.Path;

/** Whether the vault will still have room for keys of sealed values. */
public final class VaultCheck implements Check {
  private static final String FEWER =
      "name fewer sources under shreddable, or set a longer period, see docs/shredding.md";

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public Finding look(Path data) {
    try {
      return VaultSummary.of(data)
          .map(VaultCheck::of)
          .orElseGet(() -> new Finding.Good("no values are sealed here"));
    } catch (IOException e) {
      return new Finding.Notice("the vault cannot be looked at: " + e, "run as the node's user");
    }
  }

  /** What the room of a vault means to its operator. */
  static Finding of(VaultSummary room) {
    String seen = room.keys() + " of " + room.most() + " keys of sealed values are made";
    if (room.isFull()) {
      return new Finding.Bad(seen + ", and what must be sealed waits", FEWER);
    }
    return room.isScarce() ? new Finding.Notice(seen, FEWER) : new Finding.Good(seen);
  }
}
