package dev.penstock.commanding;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Verdict;
import dev.penstock.driving.Intended;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.points.Scaling;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A device, a policy, a ledger and a disk, all of which do as they are told. */
final class World implements Around.Recorder, Around.Memory, WritablePoint.Way {
  static final Digest POLICY = Digest.of(new byte[Digest.BYTES]);
  static final ByteString ADA = ByteString.of(new byte[16]);
  static final ByteString BO =
      ByteString.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7});
  static final Asker PROGRAM =
      new Asker(Optional.of("control"), "service:hmi", "10.0.0.7", Optional.empty());
  static final Asker PERSON =
      new Asker(Optional.of("control"), "person:ada", "10.0.0.8", Optional.of(ADA));
  static final Decision ALLOWED = new Decision(Verdict.ALLOW, Cause.RULE, "writes", "set-points");
  static final Decision TWO =
      new Decision(Verdict.NEEDS_TWO_PEOPLE, Cause.RULE, "writes", "backwash");
  static final Decision DENIED = new Decision(Verdict.DENY, Cause.NO_RULE, "writes", null);

  final FakeClock clock = FakeClock.at(Instant.parse("2026-11-22T12:00:00Z"));
  final RandomGenerator random = new SplittableRandom(7);
  final List<RecordValue> ledger = new ArrayList<>();
  final List<Setting> written = new ArrayList<>();
  final List<Request> judged = new ArrayList<>();
  final List<Boolean> counted = new ArrayList<>();
  Decision decision = ALLOWED;
  WriteOutcome outcome = new WriteOutcome.Done();
  Optional<WritablePoint.Limits> limits = Optional.of(WritablePoint.Limits.NONE);
  Optional<Scaling> scaling = Optional.empty();
  Runnable whenRecorded = () -> {};
  Runnable whenWritten = () -> {};
  boolean isRecording = true;

  /** Whether nobody learns for now what came of what was delivered. */
  boolean isLost;

  final List<Around.Ended> later = new ArrayList<>();
  String endpoint = "plc 127.0.0.1:502";
  Digest definition = POLICY;
  boolean isDiskFull;
  byte[] memory = new byte[0];

  Commands open() {
    return open(new ArrayList<>());
  }

  Commands open(List<String> remarks) {
    try {
      return Commands.resume(around(), memory, remarks);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Around around() {
    return new Around(this::find, this::rule, this, this, clock, clock::nanos, random);
  }

  private Optional<WritablePoint> find(String source, String point) {
    return source.equals("plc") && point.equals("level")
        ? Optional.of(
            new WritablePoint(
                "field",
                "modbus",
                endpoint,
                definition,
                new PointSpec("holding:10", "int16"),
                new Target.Numbers("holding", 1, 10, 10),
                scaling,
                true,
                limits,
                World::intended,
                this))
        : Optional.empty();
  }

  /** As a register of 16 bits with a sign holds it. */
  private static Intended intended(Setting setting) {
    return setting.value() instanceof Scalar.Whole(var whole) && whole == (short) whole
        ? new Intended.Asking(
            Operation.WRITE,
            List.of(
                new Part(
                    new Target.Numbers("holding", 1, 10, 10),
                    Values.of((double) (whole & 0xffff)))))
        : new Intended.Unfit(setting.value() + " is no int16");
  }

  private Around.Ruled rule(Request request, boolean isFirst) {
    judged.add(request);
    counted.add(isFirst);
    return new Around.Ruled(POLICY, request.to().equals("field") ? decision : Decision.NO_CHANNEL);
  }

  @Override
  public boolean record(List<RecordValue> records) {
    if (isRecording) {
      ledger.addAll(records);
      whenRecorded.run();
    }
    return isRecording;
  }

  @Override
  public boolean tell(List<RecordValue> records) {
    return record(records);
  }

  @Override
  public void deliver(List<RecordValue> records, Duration within, Around.Ended ended) {
    boolean isDurable = record(records);
    if (isLost) {
      later.add(ended);
    } else {
      ended.ended(isDurable);
    }
  }

  @Override
  public void keep(byte[] bytes) throws IOException {
    if (isDiskFull) {
      throw new IOException("full");
    }
    memory = bytes;
  }

  @Override
  public WriteOutcome write(Setting setting, Duration within) {
    written.add(setting);
    whenWritten.run();
    return outcome;
  }

  Wish wish(Asker asker, String key, long value) {
    return new Wish(
        asker, Optional.of(key), "plc", "level", new Scalar.Whole(value), Optional.empty());
  }

  <T extends RecordValue> List<T> of(Class<T> kind) {
    return ledger.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
