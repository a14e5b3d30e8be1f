package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what does not belong into a ledger's folder. */
final class Strangers {
  private Strangers() {}

  static void find(Storage storage, List<LedgerFinding> findings) throws IOException {
    for (String name : storage.list("")) {
      if (!Names.ROOT.contains(name) && !name.equals(Names.FORMAT_NEW)) {
        findings.add(stranger(name));
      }
    }
    for (String name : storage.list(Names.HEADERS)) {
      if (Names.segmentNumber(name).isEmpty() && !name.equals(Names.PREPARED_SIMPLE)) {
        findings.add(stranger(Names.HEADERS + "/" + name));
      }
    }
    Set<String> known = new HashSet<>(List.of(Names.INDEX, Names.MARK));
    for (int level = 0; level < Levels.COUNT; level++) {
      boolean _ = known.add(Names.level(level));
    }
    for (String name : storage.list(Names.LEVELS)) {
      if (!known.contains(Names.LEVELS + "/" + name)) {
        findings.add(stranger(Names.LEVELS + "/" + name));
      }
    }
  }

  private static LedgerFinding stranger(String name) {
    return new LedgerFinding(
        LedgerFault.UNEXPECTED_FILE, name, "no version of this format has such a file");
  }
}
