package dev.penstock.modbusproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Agreement;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 NDR 5.2 */
class PortAskerTest {
  private static final Request.Read READ = new Request.Read(Table.HOLDING_REGISTERS, 0, 2);

  private final KeptRecords records = new KeptRecords();

  private Gate gate(Policy policy) {
    return gate(policy, Rates.full(), Agreements.NONE);
  }

  private Gate gate(Policy policy, Rates rates, Agreements agreements) {
    return new Gate(
        Rig.compiled(policy),
        rates,
        records,
        agreements,
        EssentialFunctions.NONE,
        FakeClock.at(Instant.parse("2026-11-23T09:00:00Z")),
        new SplittableRandom(7),
        Duration.ofMillis(500));
  }

  private static PortAsker asker(Gate gate, String from) {
    return new PortAsker(gate, from, "treatment", "10.1.0.9");
  }

  private List<String> recorded(Gate gate) {
    gate.close();
    return records.all(PolicyDecision.class).stream()
        .map(each -> each.decision() + " " + each.operation() + " of " + each.object())
        .toList();
  }

  @Test
  void readingIsAskedForInTheWordsOfAProxy() throws InterruptedException {
    Gate gate =
        gate(Rig.policy(false, Rig.rule("some", Effect.ALLOW, "read", "unit 1 holding 0..9")));
    assertThat(asker(gate, "control").refusal(1, READ)).isEmpty();
    assertThat(asker(gate, "control").refusal(2, READ))
        .as("another unit")
        .hasValue(ExceptionCode.ILLEGAL_DATA_ADDRESS);
    assertThat(asker(gate, "control").refusal(1, new Request.Read(Table.HOLDING_REGISTERS, 9, 2)))
        .as("one register of two")
        .hasValue(ExceptionCode.ILLEGAL_DATA_ADDRESS);
    assertThat(asker(gate, "dmz").refusal(1, READ))
        .as("another zone")
        .hasValue(ExceptionCode.ILLEGAL_FUNCTION);
    assertThat(gate.counts().looked()).isEqualTo(1);
    assertThat(gate.counts().denied()).isEqualTo(3);
    assertThat(recorded(gate))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).startsWith("DENY read of "));
  }

  @Test
  void aWriteIsRecordedAsRefusedWhatThePolicyMaySay() throws InterruptedException {
    Request write = new Request.WriteMultipleRegisters(100, Words.of(7));
    Gate denying = gate(Rig.policy(true));
    asker(denying, "control").refuse(1, write);
    assertThat(denying.counts().denied()).isEqualTo(1);
    assertThat(recorded(denying)).containsExactly("DENY write of unit 1 holding 100");
    records.kept.clear();
    Gate letting = gate(Rig.usual());
    asker(letting, "control").refuse(1, write);
    assertThat(letting.counts().denied()).isEqualTo(1);
    assertThat(letting.counts().acted()).isZero();
    assertThat(recorded(letting)).singleElement().asString().startsWith("DENY unknown of ");
  }

  /** docs/modbus-proxy.md: no refusal takes from a rate. */
  @Test
  void whatIsNeverDoneTakesFromNoRateAndAsksNobody() throws InterruptedException {
    Rates rates = Rates.full();
    var agreements = new EachAgrees();
    Gate gate =
        gate(
            Rig.policy(
                false,
                Rig.at(
                    Rig.rule("set", Effect.ALLOW, "write", "unit 1 holding 0..99"), "1 per hour"),
                Rig.at(Rig.rule("seen", Effect.ALLOW, "read", "unit any holding any"), "1 per day"),
                Rig.at(
                    Rig.rule("both", Effect.TWO_PEOPLE, "write", "unit 1 holding 100..199"),
                    "1 per hour")),
            rates,
            agreements);
    PortAsker asker = asker(gate, "control");
    asker.refuse(1, new Request.WriteMultipleRegisters(0, Words.of(7)));
    asker.refuse(2, READ);
    asker.refuse(1, new Request.WriteMultipleRegisters(100, Words.of(7)));
    assertThat(rates.takenCount()).isZero();
    assertThat(agreements.askedCount + agreements.takenCount).isZero();
    assertThat(gate.counts().denied()).isEqualTo(3);
    assertThat(asker.refusal(1, READ)).as("the only one of this day").isEmpty();
    assertThat(rates.takenCount()).isEqualTo(1);
    assertThat(recorded(gate))
        .satisfiesExactlyInAnyOrder(
            each -> assertThat(each).startsWith("DENY unknown of "),
            each -> assertThat(each).startsWith("DENY unknown of "),
            each -> assertThat(each).isEqualTo("NEEDS_TWO_PEOPLE write of unit 1 holding 100"));
  }

  /** What people agree to passes only when it is recorded, and a port records nothing that does. */
  @Test
  void aReadThatTakesTwoPeopleDoesNotPassWhoeverAgrees() throws InterruptedException {
    Gate gate =
        gate(
            Rig.policy(false, Rig.rule("both", Effect.TWO_PEOPLE, "read", "unit 1 holding any")),
            Rates.full(),
            new EachAgrees());
    assertThat(asker(gate, "control").refusal(1, READ))
        .hasValue(ExceptionCode.ILLEGAL_DATA_ADDRESS);
    assertThat(gate.counts().looked()).isZero();
    assertThat(gate.counts().denied()).isEqualTo(1);
    assertThat(recorded(gate)).containsExactly("NEEDS_TWO_PEOPLE read of unit 1 holding 0..1");
  }

  /** Somebody who agrees to everything. */
  private static final class EachAgrees implements Agreements {
    private int askedCount;
    private int takenCount;

    @Override
    public void asked(Agreement agreement) {
      askedCount++;
    }

    @Override
    public Optional<List<ByteString>> take(Agreement agreement) {
      takenCount++;
      return Optional.of(List.of(ByteString.of(new byte[16])));
    }
  }

  @Test
  void bytesThatAreNoRequestAreRecorded() throws InterruptedException {
    Gate gate = gate(Rig.usual());
    asker(gate, "control").refuse(1, ByteString.of(new byte[] {3, 0}));
    asker(gate, "control").refuse(0, ByteString.of(new byte[0]));
    assertThat(gate.counts().denied()).isEqualTo(2);
    assertThat(recorded(gate)).allSatisfy(each -> assertThat(each).startsWith("DENY unknown of "));
  }

  @Test
  void anotherPolicyIsAskedFromTheNextRequestOn() throws InterruptedException {
    Gate gate = gate(Rig.policy(false));
    PortAsker asker = asker(gate, "control");
    assertThat(asker.refusal(1, READ)).isPresent();
    gate.enforce(Rig.compiled(Rig.usual()), Rates.full());
    assertThat(asker.refusal(1, READ)).isEmpty();
  }
}
