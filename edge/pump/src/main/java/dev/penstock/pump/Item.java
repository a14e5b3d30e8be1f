package dev.penstock.pump;

import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.approval.PasskeyAdded;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Statement;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.numbering.Prepared;
import java.time.Instant;

/** One thing that was offered to the intake, with who waits for it. */
sealed interface Item {
  Receipt receipt();

  /** Payload bytes, for the limits; of what this gateway states, what its record takes. */
  long bytes();

  /** About what it takes in a batch, where that may be far more. */
  default long recordBytes() {
    return 0;
  }

  /** What people do has files of its own in the journal, which may find no room by themselves. */
  default boolean isAccess() {
    return this instanceof Own(var _, var value, var _, var _)
        && (value.kind().recordClass() == RecordClass.ACCESS || isOfPeople(value));
  }

  /** What is kept for ever of people who agree must not wait for room for what plants say. */
  private static boolean isOfPeople(RecordValue value) {
    return value instanceof Statement statement
        && (Agreed.isOne(statement) || PasskeyAdded.isOne(statement));
  }

  /** What is done by itself, between the batches of the others. */
  default boolean standsAlone() {
    return switch (this) {
      case Changed _, Drop _, Ahead _ -> true;
      case Message _, Readings _, Finding _, Own _, Ready _ -> false;
    };
  }

  /** Whose places it takes while it waits: none of them takes those of another. */
  default Share share() {
    if (isAccess()) {
      return receipt().isPassing() ? Share.AWAITED : Share.HAPPENED;
    }
    return switch (this) {
      case Drop _, Ahead _ -> Share.ROOM;
      case Message _, Readings _, Finding _, Own _, Ready _, Changed _ -> Share.DATA;
    };
  }

  /** Whether it is this very one: two may say the same, and are two all the same. */
  @SuppressWarnings("ReferenceEquality")
  default boolean isSame(Item other) {
    return this == other;
  }

  /** What is said of people, as it is counted when it is let go. */
  default String action() {
    if (this instanceof Own(var _, Access access, var _, var _)) {
      return access.action();
    }
    return this instanceof Own(var _, Statement statement, var _, var _) ? statement.type() : "";
  }

  /** Things that share their places. */
  enum Share {
    /** What plants say, and what is stated of it. */
    DATA,

    /** What somebody wants to do and waits for, not for long. */
    AWAITED,

    /** What people have done whatever comes of it. */
    HAPPENED,

    /** What makes room for the others. */
    ROOM
  }

  record Message(Heard heard, Receipt receipt) implements Item {
    @Override
    public long bytes() {
      return heard.payload().bytes().size();
    }

    @Override
    public long recordBytes() {
      String address = heard.address();
      return bytes() + (address == null ? 0 : address.length());
    }
  }

  /** What a driver read: however many samples, they are one thing that waits. */
  record Readings(Samples samples, Receipt receipt) implements Item {
    /** What a number takes at most: in its record with the length before it, as in memory here. */
    private static final int SAMPLE_BYTES = 56;

    @Override
    public long bytes() {
      return (long) SAMPLE_BYTES * samples.count() + samples.contentBytes();
    }
  }

  record Finding(IntakeFinding finding, Receipt receipt) implements Item {
    @Override
    public long bytes() {
      return RecordMaking.BYTES_BESIDE;
    }
  }

  record Ready(Prepared prepared, Receipt receipt) implements Item {
    @Override
    public long bytes() {
      return prepared.bytes();
    }
  }

  record Own(long source, RecordValue value, Instant at, Receipt receipt) implements Item {
    @Override
    public long bytes() {
      return RecordMaking.bytes(value);
    }
  }

  /** What is stated of records that are durable, before some of them or their payloads go. */
  record Ahead(RecordValue value, Instant at, Receipt receipt) implements Item {
    @Override
    public long bytes() {
      return RecordMaking.bytes(value);
    }
  }

  /** What retention takes away. */
  record Drop(DropPlan plan, Instant at, Receipt receipt) implements Item {
    @Override
    public long bytes() {
      return RecordMaking.BYTES_BESIDE;
    }
  }

  record Changed(String listener, String subscription, Listening state) implements Item {
    @Override
    public Receipt receipt() {
      return Receipt.NONE;
    }

    @Override
    public long bytes() {
      return RecordMaking.BYTES_BESIDE;
    }
  }
}
