package dev.penstock.syslog;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.framessyslog.HeaderReader;
import dev.penstock.framessyslog.SyslogMessage;
import dev.penstock.framessyslog.SyslogReading;
import dev.penstock.syslog.PeerNames.Name;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into what the intake takes. What is odd about one that is kept is a finding of the
 * gateway; only what is missing of a source stands under it. Any thread.
 */
final class Hearing {
  /** The bytes are kept as they came; RFC 5424 §6.4 leaves their character set open. */
  private static final String CONTENT_TYPE = "text/plain";

  /** A record's times are nanoseconds since 1970 in 63 bits. */
  private static final Instant TIME_MAX = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000L);

  private final String listener;
  private final PeerNames names;
  private final Complaints complaints;
  private final Tally tally;
  private final InstantSource clock;
  private volatile @Nullable Instant lastHeard;

  Hearing(
      String listener, PeerNames names, Complaints complaints, Tally tally, InstantSource clock) {
    this.listener = listener;
    this.names = names;
    this.complaints = complaints;
    this.tally = tally;
    this.clock = clock;
  }

  /** A message of a peer, with the names it gets. */
  Heard heard(String peer, byte[] message, long session) {
    Instant now = clock.instant();
    lastHeard = now;
    tally.messages.increment();
    tally.bytes.add(message.length);
    return switch (HeaderReader.read(message)) {
      case SyslogReading.Legible(var header) -> named(peer, header, message, now, session);
      case SyslogReading.Illegible(var at, var wanted) -> {
        tally.unreadable.increment();
        Name name = names.unreadable(peer);
        complaints.note(
            Kind.HEADER_UNREADABLE,
            null,
            peer,
            message.length,
            now,
            "a message has no header of syslog, at byte " + at + " should be " + wanted);
        yield heard(name, null, now, new Payload(null, ByteString.of(message), null), session);
      }
    };
  }

  private Heard named(
      String peer, SyslogMessage header, byte[] message, Instant now, long session) {
    Name name = names.name(peer, header.host(), header.app());
    if (name.isCollecting()) {
      tally.collected.increment();
      complaints.note(
          Kind.TOO_MANY_TOPICS,
          null,
          name.address(),
          message.length,
          now,
          "a message has no point of its own; there are " + names.limits());
    }
    var payload = new Payload(CONTENT_TYPE, ByteString.of(message), null);
    return heard(name, storable(header.time()), now, payload, session);
  }

  private Heard heard(
      Name name, @Nullable Instant time, Instant now, Payload payload, long session) {
    return new Heard(
        listener, name.source(), name.point(), name.address(), time, now, payload, session);
  }

  /** A time that no record can hold is none; the message has it still. */
  private static @Nullable Instant storable(@Nullable Instant time) {
    return time == null || time.isBefore(Instant.EPOCH) || !time.isBefore(TIME_MAX) ? null : time;
  }

  /** When the last message came; null when none did since the start. */
  @Nullable Instant lastHeard() {
    return lastHeard;
  }
}
