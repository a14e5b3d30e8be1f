package dev.penstock.modbusproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Extent;
import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.IdentificationAccess;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever is asked under whatever policy: what reaches the device is what a plain reading of the
 * policy allows, and all of it does. Req: 62443-4-2 NDR 5.2.
 */
class WhatPassesPropertyTest {
  private static final int REQUESTS = 25;

  @Test
  void whatReachesTheDeviceIsWhatThePlainInterpreterAllows() throws IOException {
    var passed = new AtomicInteger();
    var stopped = new AtomicInteger();
    try (var rig = new Rig(Policy.NOTHING);
        var client = rig.client()) {
      Property.forAll(Gen.seeds())
          .cases(150, 5_000)
          .holds(seed -> {
            var random = new SplittableRandom(seed);
            Policy policy = policy(random);
            rig.gate.enforce(Rig.compiled(policy), Rates.full());
            var plain = new PlainInterpreter(policy);
            rig.clock.advance(Duration.ofDays(2));
            for (int i = 0; i < REQUESTS; i++) {
              rig.clock.advance(Duration.ofSeconds(random.nextInt(20)));
              int unit = random.nextInt(1, 4);
              Request request = request(random);
              boolean isAllowed = isAllowed(plain, request, unit, rig.gate.now());
              rig.device.received.clear();
              ask(client, unit, request);
              List<Mbap> reached = List.copyOf(rig.device.received);
              if (isAllowed) {
                assertThat(reached)
                    .as("%s of unit %d by %s", request, unit, policy)
                    .extracting(Mbap::unit, Mbap::pdu)
                    .containsExactly(tuple(unit, PduWriter.write(request)));
                var _ = passed.incrementAndGet();
              } else {
                assertThat(reached).as("%s of unit %d by %s", request, unit, policy).isEmpty();
                var _ = stopped.incrementAndGet();
              }
            }
          });
    }
    assertThat(passed.get()).isGreaterThan(200);
    assertThat(stopped.get()).isGreaterThan(200);
  }

  private static boolean isAllowed(PlainInterpreter plain, Request request, int unit, long at) {
    if (request instanceof Request.Other) {
      return false;
    }
    var asked = new PlainModbus(PduWriter.write(request).bytes(), unit, at).asked();
    return plain.decide(asked).stream().allMatch(each -> each.verdict() == Verdict.ALLOW);
  }

  private static void ask(TestClient client, int unit, Request request) {
    try {
      client.rawPdu(unit, HexFormat.of().formatHex(PduWriter.write(request).bytes()));
      assertThat(client.receive()).isNotNull();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Policy policy(SplittableRandom random) {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(10); i > 0; i--) {
      rules.add(rule("r" + i, random));
    }
    return new Policy(
        ZoneId.of("UTC"),
        List.of(
            new Channel(
                "c", "conduit", "modbus", "control", "treatment", random.nextBoolean(), rules)));
  }

  private static Rule rule(String id, SplittableRandom random) {
    Effect[] effects = {Effect.ALLOW, Effect.ALLOW, Effect.ALLOW, Effect.DENY, Effect.TWO_PEOPLE};
    Effect effect = effects[random.nextInt(effects.length)];
    boolean hasValues = random.nextInt(3) == 0;
    Operation[] words = {
      Operation.WRITE,
      Operation.WRITE,
      Operation.READ,
      Operation.COMMAND,
      Operation.DIAGNOSE,
      Operation.IDENTIFY
    };
    Operation operation = hasValues ? Operation.WRITE : words[random.nextInt(words.length)];
    String[] spaces = {"holding", "holding", "coil", "input", "discrete"};
    Scope scope =
        random.nextInt(4) == 0
            ? new Scope.Any()
            : new Scope.Numbers(
                spaces[random.nextInt(spaces.length)], extent(random, 4), extent(random, 24));
    int low = random.nextInt(12);
    return new Rule(
        id,
        effect,
        List.of(random.nextInt(6) == 0 ? new Who.Known() : new Who.Anyone()),
        List.of(operation),
        random.nextInt(4) == 0 ? functions(operation, random) : List.of(),
        List.of(scope),
        hasValues ? List.of(new ValueRange(low, low + random.nextInt(300))) : List.of(),
        effect != Effect.DENY && random.nextInt(4) == 0
            ? Optional.of(new Rate(1 + random.nextInt(3), Rate.Period.MINUTE))
            : Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<FunctionCode> functions(Operation operation, SplittableRandom random) {
    return IntStream.rangeClosed(1, 43)
        .filter(code -> FunctionCode.operations(code).contains(operation))
        .filter(_ -> random.nextBoolean())
        .mapToObj(FunctionCode::new)
        .toList();
  }

  private static Extent extent(SplittableRandom random, int max) {
    if (random.nextInt(3) == 0) {
      return Extent.ANY;
    }
    int first = random.nextInt(max);
    return new Extent(first, first + random.nextInt(max - first + 1));
  }

  private static Request request(SplittableRandom random) {
    int address = random.nextInt(20);
    int count = 1 + random.nextInt(5);
    return switch (random.nextInt(14)) {
      case 0 -> new Request.Read(Table.COILS, address, count);
      case 1 -> new Request.Read(Table.DISCRETE_INPUTS, address, count);
      case 2, 3 -> new Request.Read(Table.HOLDING_REGISTERS, address, count);
      case 4 -> new Request.Read(Table.INPUT_REGISTERS, address, count);
      case 5 -> new Request.WriteSingleCoil(address, random.nextBoolean());
      case 6 -> new Request.WriteSingleRegister(address, random.nextInt(20));
      case 7 -> new Request.WriteMultipleCoils(address, coils(random, count));
      case 8, 9 -> new Request.WriteMultipleRegisters(address, words(random, count));
      case 10 ->
          new Request.MaskWriteRegister(
              address,
              random.nextBoolean() ? random.nextInt(64) : random.nextInt(0x10000),
              random.nextInt(32));
      case 11 ->
          new Request.ReadWriteMultipleRegisters(
              random.nextInt(20), count, address, words(random, count));
      case 12 ->
          random.nextBoolean()
              ? new Request.Diagnostics(random.nextBoolean() ? 10 : 0, Words.of(0))
              : new Request.ReadDeviceIdentification(IdentificationAccess.of(1).orElseThrow(), 0);
      default -> new Request.Other(65 + random.nextInt(8), ByteString.of(new byte[] {1, 2}));
    };
  }

  private static Words words(SplittableRandom random, int count) {
    return Words.of(random.ints(count, 0, 20).toArray());
  }

  private static Bits coils(SplittableRandom random, int count) {
    boolean[] values = new boolean[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextBoolean();
    }
    return Bits.of(values);
  }
}
