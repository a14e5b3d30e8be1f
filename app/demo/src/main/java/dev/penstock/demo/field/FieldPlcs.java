package dev.penstock.demo.field;

import dev.penstock.demo.field.PlcMemory.Measured;
import dev.penstock.demo.field.PlcMemory.Settable;
import dev.penstock.demo.field.PlcMemory.Switch;
import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.modbus.server.Answerer;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.ServerOptions;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * Three controllers of one line of treatment, each a server of Modbus on loopback with a unit of
 * its own, as controllers are: whoever reaches the port may read and write. One thread lets the
 * works go on.
 */
public final class FieldPlcs implements Closeable {
  private static final String HERE = "127.0.0.1";
  private static final long STEP_MS = 250;

  private final ReentrantLock lock = new ReentrantLock();
  private final Treatment works;
  private final Map<Plc, PlcMemory> memories = new EnumMap<>(Plc.class);
  private final Map<Plc, ModbusTcpServer> servers = new EnumMap<>(Plc.class);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** The controllers. */
  public enum Plc {
    INTAKE("plc-intake", 1),
    FILTER("plc-filter", 2),
    DOSING("plc-dosing", 3);

    private final String id;
    private final int unit;

    Plc(String id, int unit) {
      this.id = id;
      this.unit = unit;
    }

    /** By which the connections know it. */
    public String id() {
      return id;
    }

    /** Of Modbus. */
    public int unit() {
      return unit;
    }
  }

  private FieldPlcs(RandomGenerator random) {
    this.works = new Treatment(random);
    this.thread = Thread.ofVirtual().name("treatment").unstarted(this::run);
    for (Plc plc : Plc.values()) {
      PlcMemory _ = memories.put(plc, memory(plc));
    }
  }

  /**
   * Starts them.
   *
   * @param ports of loopback; 0 or none for any that is free
   * @throws IOException naming the controller whose port is taken; then none runs
   */
  public static FieldPlcs start(Map<Plc, Integer> ports, RandomGenerator random)
      throws IOException {
    var plcs = new FieldPlcs(random);
    try {
      for (Plc plc : Plc.values()) {
        plcs.listen(plc, ports.getOrDefault(plc, 0));
      }
    } catch (IOException e) {
      plcs.servers.values().forEach(ModbusTcpServer::close);
      throw e;
    }
    plcs.thread.start();
    return plcs;
  }

  private void listen(Plc plc, int port) throws IOException {
    var identity = DeviceIdentity.of("Penstock", "demo " + plc.id(), "1");
    var server = new ModbusServer(memory(plc, memories), identity);
    try {
      ModbusTcpServer _ =
          servers.put(
              plc,
              ModbusTcpServer.start(
                  ServerOptions.at(HERE, port), Answerer.ofUnits(Map.of(plc.unit(), server))));
    } catch (IOException e) {
      throw new IOException("the demo's " + plc.id() + " cannot listen on port " + port, e);
    }
  }

  private static PlcMemory memory(Plc plc, Map<Plc, PlcMemory> memories) {
    PlcMemory memory = memories.get(plc);
    if (memory == null) {
      throw new IllegalStateException("no memory of " + plc);
    }
    return memory;
  }

  private PlcMemory memory(Plc plc) {
    return switch (plc) {
      case INTAKE ->
          new PlcMemory(
              lock,
              List.of(
                  new Measured(works::level, 1_000),
                  new Measured(works::inflow, 1),
                  new Measured(works::outflow, 1),
                  new Measured(() -> works.speed(0), 10),
                  new Measured(() -> works.speed(1), 10)),
              List.of(() -> works.speed(0) > 1, () -> works.speed(1) > 1),
              List.of(Settable.of(works::levelSetPoint, 1_000, works::levelSetPoint)),
              List.of());
      case FILTER ->
          new PlcMemory(
              lock,
              List.of(
                  new Measured(works::outflow, 1),
                  new Measured(() -> works.headLoss(0), 1_000),
                  new Measured(() -> works.headLoss(1), 1_000),
                  new Measured(works::valve, 10)),
              List.of(() -> works.isWashing(0), () -> works.isWashing(1)),
              List.of(Settable.of(works::flowSetPoint, 1, works::flowSetPoint)),
              List.of());
      case DOSING ->
          new PlcMemory(
              lock,
              List.of(new Measured(works::chlorine, 1_000), new Measured(works::stroke, 10)),
              List.of(() -> works.stroke() > 0.5, works::isTripped),
              List.of(
                  Settable.of(works::chlorineSetPoint, 100, works::chlorineSetPoint),
                  Settable.of(works::tripLimit, 100, works::tripLimit)),
              List.of(new Switch(works::isByHand, works::isByHand)));
    };
  }

  private void run() {
    try {
      while (!closing.await(STEP_MS, TimeUnit.MILLISECONDS)) {
        lock.lock();
        try {
          works.step(STEP_MS / 1_000.0);
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port of a controller. */
  public int port(Plc plc) {
    ModbusTcpServer server = servers.get(plc);
    if (server == null) {
      throw new IllegalStateException(plc + " does not listen");
    }
    return server.port();
  }

  /** How many requests that write have reached a controller, from wherever. */
  public long writes(Plc plc) {
    return memory(plc, memories).writes();
  }

  /** In mg/l, as the controller of the dosing has it. */
  public double chlorineSetPoint() {
    return asked(works::chlorineSetPoint);
  }

  /** In mg/l: above it that controller stops the dosing. */
  public double tripLimit() {
    return asked(works::tripLimit);
  }

  private double asked(DoubleSupplier quantity) {
    lock.lock();
    try {
      return quantity.getAsDouble();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody is answered any more, and the works stands still. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    List<Thread> ends = new ArrayList<>();
    for (ModbusTcpServer server : servers.values()) {
      boolean _ = ends.add(Thread.ofVirtual().start(server::close));
    }
    try {
      for (Thread each : ends) {
        each.join();
      }
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
