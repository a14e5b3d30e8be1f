package dev.penstock.modbusproxy;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.RequestReader;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.framesmodbus.server.Registers;
import dev.penstock.testkit.FakeClock;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** A device, a gate and a proxy between them, with what was recorded. */
final class Rig implements Closeable {
  /** So long that whatever comes at all comes within it, on a loaded machine too. */
  static final ProxyLimits LIMITS =
      new ProxyLimits(
          8,
          8,
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofMillis(1));

  /** For tests of what comes late or never; what a device answers at once comes within it. */
  private static final ProxyLimits SHORT =
      new ProxyLimits(
          8,
          8,
          Duration.ofMinutes(5),
          Duration.ofMillis(150),
          Duration.ofMillis(150),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofMillis(1));

  final KeptRecords records = new KeptRecords();
  final FakeClock clock = FakeClock.at(Instant.parse("2026-11-23T09:00:00Z"));
  final FakeDevice device;
  final Gate gate;
  final ModbusProxy proxy;
  private final ProxySettings settings;
  final Map<Integer, Integer> holding = new ConcurrentHashMap<>();

  Rig(Policy policy) throws IOException {
    this(policy, LIMITS, Agreements.NONE, EssentialFunctions.NONE);
  }

  /** One that soon gives up waiting. */
  static Rig hasty() throws IOException {
    return new Rig(usual(), SHORT, Agreements.NONE, EssentialFunctions.NONE);
  }

  Rig(Policy policy, ProxyLimits limits, Agreements agreements, EssentialFunctions essential)
      throws IOException {
    device = new FakeDevice(server());
    gate =
        new Gate(
            compiled(policy),
            Rates.full(),
            records,
            agreements,
            essential,
            clock,
            new SplittableRandom(7),
            Duration.ofMillis(500));
    settings =
        ProxySettings.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "control",
                "treatment",
                InetAddress.getLoopbackAddress().getHostAddress(),
                device.port())
            .with(limits);
    proxy = ModbusProxy.open(settings, gate, _ -> Optional.empty());
  }

  /** Of its proxy, and of others beside it. */
  ProxySettings settings() {
    return settings;
  }

  static CompiledPolicy compiled(Policy policy) {
    return switch (CompiledPolicy.compile(policy)) {
      case Compilation.Ready(var ready) -> ready;
      case Compilation.TooEntangled(var fault) -> throw new AssertionError(fault.text());
    };
  }

  /** A policy of one channel for Modbus, from control to treatment. */
  static Policy policy(boolean areReadsAllowed, Rule... rules) {
    return new Policy(
        ZoneId.of("UTC"),
        List.of(
            new Channel(
                "filters",
                "supervision",
                "modbus",
                "control",
                "treatment",
                areReadsAllowed,
                List.of(rules))));
  }

  static Rule rule(String id, Effect effect, String operation, String object, String... values) {
    return new Rule(
        id,
        effect,
        List.of(new Who.Anyone()),
        List.of(Operation.of(operation).orElseThrow()),
        List.of(Scope.parse(object).toOptional().orElseThrow()),
        Arrays.stream(values).map(v -> ValueRange.parse(v).toOptional().orElseThrow()).toList(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same held to a rate. */
  static Rule at(Rule rule, String rate) {
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        rule.functions(),
        rule.objects(),
        rule.values(),
        Rate.parse(rate).toOptional(),
        rule.windows(),
        rule.from(),
        rule.until());
  }

  /** The same held to a function code. */
  static Rule by(Rule rule, int code) {
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        List.of(new FunctionCode(code)),
        rule.objects(),
        rule.values(),
        rule.rate(),
        rule.windows(),
        rule.from(),
        rule.until());
  }

  /** Holding registers 100 to 199 may be written to 0..400, all may be read. */
  static Policy usual() {
    return policy(
        true, rule("set-points", Effect.ALLOW, "write", "unit 1 holding 100..199", "0..400"));
  }

  TestClient client() throws IOException {
    return new TestClient(proxy.address());
  }

  /** A server as it should be, with 1000 of each table; 900 and above are not there. */
  FakeDevice.Behaviour server() {
    var server = new ModbusServer(registers(), DeviceIdentity.of("Angby", "P1", "1"));
    return (mbap, socket) -> {
      byte[] answer;
      synchronized (server) {
        answer =
            new Mbap(
                    mbap.transactionId(),
                    mbap.unit(),
                    PduWriter.write(server.answer(RequestReader.read(mbap.pdu()))))
                .encode();
      }
      socket.getOutputStream().write(answer);
    };
  }

  private Registers registers() {
    return new Registers() {
      @Override
      public boolean has(Table table, int address, int count) {
        return address + count <= 900;
      }

      @Override
      public Held<Bits> bits(Table table, int address, int count) {
        return new Held.Value<>(Bits.of(new boolean[count]));
      }

      @Override
      public Held<Words> registers(Table table, int address, int count) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
          words[i] = holding.getOrDefault(address + i, address + i);
        }
        return new Held.Value<>(Words.of(words));
      }

      @Override
      public Optional<ExceptionCode> writeCoils(int address, Bits values) {
        return Optional.empty();
      }

      @Override
      public Optional<ExceptionCode> writeRegisters(int address, Words values) {
        for (int i = 0; i < values.count(); i++) {
          holding.put(address + i, values.at(i));
        }
        return Optional.empty();
      }
    };
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    device.close();
  }
}
