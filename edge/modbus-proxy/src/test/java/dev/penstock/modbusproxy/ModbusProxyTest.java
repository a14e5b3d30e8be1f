package dev.penstock.modbusproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Agreement;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What passes and what does not. Req: 62443-4-2 NDR 5.2, CR 2.8. */
class ModbusProxyTest {
  private static final Request READ = new Request.Read(Table.HOLDING_REGISTERS, 10, 3);
  private static final Request WRITE = new Request.WriteSingleRegister(100, 400);

  private static Response exception(Request request, int code) {
    return new Response.ExceptionResponse(request.function(), code);
  }

  @Test
  void anAllowedReadPassesAndIsNotRecorded() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      assertThat(client.ask(1, READ))
          .isEqualTo(new Response.RegistersRead(3, Words.of(10, 11, 12)));
      assertThat(rig.records.kept).isEmpty();
      assertThat(rig.gate.counts().looked()).isOne();
    }
  }

  @Test
  void aDeniedWriteIsAnsweredWithAnAddressThatIsNotAllowedAndRecorded() throws Exception {
    Request beyond = new Request.WriteSingleRegister(200, 1);
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      assertThat(client.ask(1, beyond)).isEqualTo(exception(beyond, 2));
      Request tooMuch = new Request.WriteSingleRegister(100, 401);
      assertThat(client.ask(1, tooMuch)).isEqualTo(exception(tooMuch, 2));
      assertThat(rig.device.received).isEmpty();
      assertThat(rig.records.all(PolicyDecision.class))
          .first()
          .satisfies(record -> {
            assertThat(record.decision()).isEqualTo(PolicyDecision.Decision.DENY);
            assertThat(record.peer()).isEqualTo("127.0.0.1");
            assertThat(record.object()).isEqualTo("unit 1 holding 200");
            assertThat(record.argument()).isEqualTo(SampleValue.of(1.0));
          });
      rig.gate.close();
      assertThat(rig.records.all(PolicyDecision.class).stream().mapToLong(PolicyDecision::count))
          .containsExactly(1L, 1L);
    }
  }

  /** MODBUS V1.1b3 §7: 1 where the function itself is not allowed. */
  @Test
  void whatIsNoQuestionOfAnAddressIsAnIllegalFunction() throws Exception {
    try (var rig = new Rig(Rig.policy(false));
        var client = rig.client()) {
      Request identify = new Request.ReportServerId();
      assertThat(client.ask(1, identify)).isEqualTo(exception(identify, 1));
      Request restart = new Request.Diagnostics(1, Words.of(0));
      assertThat(client.ask(1, restart)).isEqualTo(exception(restart, 1));
      Request vendors = new Request.Other(90, ByteString.of(new byte[] {0, 64}));
      assertThat(client.ask(1, vendors)).isEqualTo(exception(vendors, 1));
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 2));
      assertThat(rig.device.received).isEmpty();
    }
    try (var rig = new Rig(Policy.NOTHING);
        var client = rig.client()) {
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 1));
    }
  }

  @Test
  void anAllowedWriteIsRequestedAndDispatchedBeforeTheDeviceHasIt() throws Exception {
    List<Integer> countsAtDevice = new ArrayList<>();
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      FakeDevice.Behaviour server = rig.server();
      rig.device.become((mbap, socket) -> {
        countsAtDevice.add(rig.records.kept.size());
        server.frame(mbap, socket);
      });
      assertThat(client.ask(1, WRITE)).isEqualTo(new Response.Repeated(WRITE));
      assertThat(rig.holding).containsEntry(100, 400);
      assertThat(countsAtDevice).containsExactly(3);
      assertThat(rig.records.kept)
          .extracting(each -> each.getClass().getSimpleName())
          .containsExactly(
              "PolicyDecision", "CommandRequested", "CommandDispatched", "CommandResult");
      CommandRequested requested = rig.records.all(CommandRequested.class).getFirst();
      assertThat(requested.rule()).isEqualTo("set-points");
      assertThat(requested.origin()).isEqualTo("modbus 127.0.0.1");
      assertThat(requested.argument()).isEqualTo(SampleValue.of(400.0));
      assertThat(rig.records.all(CommandDispatched.class).getFirst().command())
          .isEqualTo(requested.command());
      assertThat(rig.records.all(CommandResult.class).getFirst())
          .satisfies(result -> {
            assertThat(result.command()).isEqualTo(requested.command());
            assertThat(result.outcome()).isEqualTo(CommandResult.Outcome.DONE);
          });
    }
  }

  @Test
  void anExceptionOfTheDevicePassesAndIsTheResult() throws Exception {
    Policy policy =
        Rig.policy(true, Rig.rule("all", Effect.ALLOW, "write", "unit any holding any"));
    Request missing = new Request.WriteSingleRegister(950, 4);
    try (var rig = new Rig(policy);
        var client = rig.client()) {
      assertThat(client.ask(1, missing)).isEqualTo(exception(missing, 2));
      assertThat(rig.device.received).hasSize(1);
      assertThat(rig.records.all(CommandResult.class))
          .singleElement()
          .satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(CommandResult.Outcome.REFUSED);
            assertThat(result.status()).isEqualTo(2);
          });
    }
  }

  /** Decision 0206: bits behind the last coil are zero in what is sent on. */
  @Test
  void whatPassesIsMadeAnew() throws Exception {
    Policy policy = Rig.policy(true, Rig.rule("all", Effect.ALLOW, "write", "unit any coil any"));
    try (var rig = new Rig(policy);
        var client = rig.client()) {
      client.rawPdu(1, "0f0005000301" + "ff");
      assertThat(client.receive().pdu().bytes()).startsWith(15);
      Mbap sent = rig.device.next();
      assertThat(sent.pdu().bytes()).endsWith(7);
      assertThat(sent.transactionId()).isOne();
    }
  }

  @Test
  void aPduWithBytesBehindItIsRefusedAsTheStandardSaysAndNeverPasses() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      client.rawPdu(1, "0300000001ff");
      assertThat(client.receive().pdu().bytes()).containsExactly(0x83, 3);
      assertThat(rig.device.received).isEmpty();
      assertThat(rig.records.all(PolicyDecision.class))
          .singleElement()
          .satisfies(record -> assertThat(record.operation()).isEqualTo("unknown"));
    }
  }

  /** A unit that is not served might be a broadcast behind a gateway. */
  @Test
  void aUnitThatIsNotServedHasNoPath() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      assertThat(client.ask(0, READ)).isEqualTo(exception(READ, 10));
      assertThat(rig.device.received).isEmpty();
      assertThat(rig.records.all(PolicyDecision.class)).hasSize(1);
    }
  }

  @Test
  void anotherPolicyIsInForceAtOnceOnConnectionsThatStay() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      assertThat(client.ask(1, READ)).isInstanceOf(Response.RegistersRead.class);
      rig.gate.enforce(Rig.compiled(Rig.policy(false)), Rates.full());
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 2));
      rig.gate.enforce(Rig.compiled(Rig.usual()), Rates.full());
      assertThat(client.ask(1, READ)).isInstanceOf(Response.RegistersRead.class);
      assertThat(rig.gate.counts().connections()).isOne();
      assertThat(rig.device.sockets).hasSize(1);
    }
  }

  @Test
  void aReadAndWritePassesWhereBothMay() throws Exception {
    Request both = new Request.ReadWriteMultipleRegisters(10, 1, 100, Words.of(5));
    Request other = new Request.ReadWriteMultipleRegisters(10, 1, 99, Words.of(5, 6));
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      assertThat(client.ask(1, both)).isEqualTo(new Response.RegistersRead(23, Words.of(10)));
      assertThat(client.ask(1, other)).isEqualTo(exception(other, 2));
      rig.gate.enforce(
          Rig.compiled(
              Rig.policy(false, Rig.rule("w", Effect.ALLOW, "write", "unit 1 holding 100..199"))),
          Rates.full());
      assertThat(client.ask(1, both)).isEqualTo(exception(both, 2));
    }
  }

  /** MODBUS V1.1b3 §7, 01: the function code is not an allowable one here. */
  @Test
  void aFunctionCodeThatIsNotOnTheRulesListIsRefusedAndRecorded() throws Exception {
    Request many = new Request.WriteMultipleRegisters(100, Words.of(400));
    Policy policy =
        Rig.policy(
            true, Rig.by(Rig.rule("w", Effect.ALLOW, "write", "unit 1 holding 100..199"), 16));
    try (var rig = new Rig(policy);
        var client = rig.client()) {
      assertThat(client.ask(1, many)).isNotInstanceOf(Response.ExceptionResponse.class);
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 1));
      assertThat(rig.device.received).hasSize(1);
      assertThat(rig.records.all(PolicyDecision.class))
          .last()
          .satisfies(record -> {
            assertThat(record.decision()).isEqualTo(PolicyDecision.Decision.DENY);
            assertThat(record.rule()).isEqualTo("w");
            assertThat(record.details().values())
                .containsEntry("cause", SampleValue.of("function"))
                .containsEntry("function", SampleValue.of(6L));
          });
    }
  }

  @Test
  void aReadAndWriteOfWhichTheWriteIsDeniedTakesNothingFromTheRateOfTheRead() throws Exception {
    Request both = new Request.ReadWriteMultipleRegisters(10, 3, 200, Words.of(5));
    Policy policy =
        Rig.policy(
            false,
            Rig.at(Rig.rule("r", Effect.ALLOW, "read", "unit 1 holding any"), "1 per day"),
            Rig.rule("w", Effect.ALLOW, "write", "unit 1 holding 100..199"));
    try (var rig = new Rig(policy);
        var client = rig.client()) {
      assertThat(client.ask(1, both)).isEqualTo(exception(both, 2));
      assertThat(client.ask(1, READ)).isInstanceOf(Response.RegistersRead.class);
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 2));
    }
  }

  /** Else a rule of two people with one a day could never be used here. */
  @Test
  void whatNobodyAgreedToTakesNothingFromARate() throws Exception {
    var left = new AtomicInteger();
    var agreements =
        new Agreements() {
          @Override
          public void asked(Agreement agreement) {
            left.set(1);
          }

          @Override
          public Optional<List<ByteString>> take(Agreement agreement) {
            return left.getAndSet(0) > 0
                ? Optional.of(List.of(ByteString.of(new byte[16])))
                : Optional.empty();
          }
        };
    Policy policy =
        Rig.policy(
            true,
            Rig.at(
                Rig.rule("pair", Effect.TWO_PEOPLE, "write", "unit 1 holding 100"), "1 per day"));
    try (var rig = new Rig(policy, Rig.LIMITS, agreements, EssentialFunctions.NONE);
        var client = rig.client()) {
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 2));
      assertThat(client.ask(1, WRITE)).isEqualTo(new Response.Repeated(WRITE));
      assertThat(client.ask(1, WRITE)).as("by rate").isEqualTo(exception(WRITE, 2));
      assertThat(rig.records.all(PolicyDecision.class))
          .last()
          .extracting(PolicyDecision::decision)
          .isEqualTo(PolicyDecision.Decision.DENY);
    }
  }

  /** What needs two people is refused, and passes once when they agreed. Req: CR 2.1 RE(4). */
  @Test
  void whatNeedsTwoPeoplePassesOnceWhenTheyAgreed() throws Exception {
    var person = ByteString.of(new byte[16]);
    List<Agreement> asked = new ArrayList<>();
    var left = new AtomicInteger();
    var agreements =
        new Agreements() {
          @Override
          public void asked(Agreement agreement) {
            asked.add(agreement);
          }

          @Override
          public Optional<List<ByteString>> take(Agreement agreement) {
            return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                ? Optional.of(List.of(person))
                : Optional.empty();
          }
        };
    Policy policy =
        Rig.policy(true, Rig.rule("pair", Effect.TWO_PEOPLE, "write", "unit 1 holding 100"));
    try (var rig = new Rig(policy, Rig.LIMITS, agreements, EssentialFunctions.NONE);
        var client = rig.client()) {
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 2));
      assertThat(rig.records.all(PolicyDecision.class))
          .singleElement()
          .extracting(PolicyDecision::decision)
          .isEqualTo(PolicyDecision.Decision.NEEDS_TWO_PEOPLE);
      assertThat(asked).hasSize(1);
      left.set(1);
      assertThat(client.ask(1, WRITE)).isEqualTo(new Response.Repeated(WRITE));
      assertThat(rig.records.all(CommandRequested.class))
          .singleElement()
          .satisfies(record -> assertThat(record.approvedBy()).containsExactly(person));
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 2));
      assertThat(rig.device.received).hasSize(1);
    }
  }

  /** Req: 62443-4-2 CR 2.10. */
  @Test
  void whatCannotBeRecordedDoesNotPass() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      rig.records.isFull = true;
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 6));
      rig.records.isFull = false;
      rig.records.isStuck = true;
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 6));
      assertThat(rig.records.all(CommandResult.class))
          .singleElement()
          .satisfies(
              result -> assertThat(result.outcome()).isEqualTo(CommandResult.Outcome.EXPIRED));
      assertThat(rig.device.received).isEmpty();
      assertThat(client.ask(1, READ)).isInstanceOf(Response.RegistersRead.class);
      assertThat(rig.gate.counts().unrecorded()).isEqualTo(2);
    }
  }

  @Test
  void anEssentialFunctionGoesOnWithoutRecordsAndThatIsTold() throws Exception {
    var told = new AtomicInteger();
    var essential =
        new EssentialFunctions() {
          @Override
          public boolean holds(dev.penstock.conduit.Request request) {
            return request.objectsText(100).equals("unit 1 holding 100");
          }

          @Override
          public void passedUnrecorded(dev.penstock.conduit.Request request) {
            var _ = told.incrementAndGet();
          }
        };
    Request other = new Request.WriteSingleRegister(101, 1);
    try (var rig = new Rig(Rig.usual(), Rig.LIMITS, Agreements.NONE, essential);
        var client = rig.client()) {
      rig.records.isFull = true;
      assertThat(client.ask(1, WRITE)).isEqualTo(new Response.Repeated(WRITE));
      assertThat(client.ask(1, other)).isEqualTo(exception(other, 6));
      assertThat(told).hasValue(1);
    }
  }

  @Test
  void thePortIsFreeAndEveryThreadGoneWhenTheProxyIsClosed() throws IOException {
    var rig = new Rig(Rig.usual());
    var client = rig.client();
    assertThat(client.ask(1, READ)).isInstanceOf(Response.RegistersRead.class);
    rig.proxy.close();
    assertThat(client.receive()).isNull();
    assertThat(rig.proxy.clientCount()).isZero();
    rig.close();
  }
}
