package dev.penstock.testkit.records;

import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Optional;

/** The grammar that every stored record fits, docs/formats/records.cddl. */
public final class RecordGrammar {
  private static final Cddl GRAMMAR = read();
  private static final int SHOWN_MAX = 512;

  private RecordGrammar() {}

  private static Cddl read() {
    try {
      return Cddl.read(Vectors.root().resolve("docs/formats/records.cddl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same bytes, which are a record; an {@link AssertionError} when they are none. */
  public static byte[] checked(byte[] record) {
    fault(record)
        .ifPresent(fault -> {
          throw new AssertionError(fault);
        });
    return record;
  }

  /** Empty when the bytes are a record; else why not. Any thread may ask. */
  public static Optional<String> fault(byte[] record) {
    Optional<String> fault;
    synchronized (GRAMMAR) {
      fault = GRAMMAR.fault("record", record);
    }
    return fault.map(why -> "not as records.cddl says, " + why + ": " + shown(record));
  }

  private static String shown(byte[] record) {
    return HexFormat.of().formatHex(record, 0, Math.min(record.length, SHOWN_MAX));
  }
}
