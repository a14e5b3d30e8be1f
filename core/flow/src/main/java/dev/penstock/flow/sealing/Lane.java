package dev.penstock.flow.sealing;

import dev.penstock.evidence.record.LedgerRecord;

/** Whose records a chain carries. */
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

  /**
   * A device that signs its own blocks: one of them came.
   *
   * @param source its number here; its own records call it 0
   * @param receivedTime ns since 1970, when the block came
   */
  record Device(long source, long receivedTime) implements Lane {
    public Device {
      mustBeId("source", source);
      if (receivedTime < 0) {
        throw new IllegalArgumentException("receivedTime is " + receivedTime);
      }
    }
  }

  private static void mustBeId(String name, long id) {
    if (id < 0 || id > LedgerRecord.ID_MAX) {
      throw new IllegalArgumentException(name + " is " + id + ", must have 32 bits");
    }
  }
}
