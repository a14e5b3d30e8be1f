package dev.penstock.flow.sealing;

import dev.penstock.evidence.record.LedgerRecord;

/** Whose records a chain of the gateway carries. */
public sealed interface Lane {
  /** The sources of a zone that have no chain of their own. */
  record Group(long zone) implements Lane {
    public Group {
      mustBeId("zone", zone);
    }
  }

  /** One busy source. */
  record Own(long source) implements Lane {
    public Own {
      mustBeId("source", source);
    }
  }

  private static void mustBeId(String name, long id) {
    if (id < 0 || id > LedgerRecord.ID_MAX) {
      throw new IllegalArgumentException(name + " is " + id + ", must have 32 bits");
    }
  }
}
