package dev.penstock.node;

import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.framesmodbus.server.Registers;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.ServerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A controller on loopback that notes what it is asked for, and what is written to it. */
final class WatchedPlc implements AutoCloseable {
  private static final int COUNT = 200;

  private final int[] registers = new int[COUNT];
  private final boolean[] bits = new boolean[COUNT];
  private final List<Request> asked = new CopyOnWriteArrayList<>();
  private final List<Map.Entry<Integer, Integer>> written = new CopyOnWriteArrayList<>();
  private final ModbusTcpServer server;
  private volatile boolean isMute;

  /** Run by the device before it answers that it has a value. */
  volatile Runnable whenWritten = () -> {};

  WatchedPlc() throws IOException {
    var answering = new ModbusServer(new Memory(), DeviceIdentity.of("Acme", "P-7", "1.2"));
    server =
        ModbusTcpServer.start(
            ServerOptions.at("127.0.0.1", 0),
            (peer, unit, request) -> {
              if (!(request instanceof Request.ReadDeviceIdentification)) {
                boolean _ = asked.add(request);
              }
              // Who is mute does what it is asked, and nobody hears of it.
              var answer = answering.answer(request);
              return isMute && request instanceof Request.WriteSingleRegister
                  ? Optional.empty()
                  : Optional.of(answer);
            });
  }

  int port() {
    return server.port();
  }

  void setRegister(int address, int value) {
    synchronized (registers) {
      registers[address] = value;
    }
  }

  /** Answers no write from now on. */
  void mute() {
    isMute = true;
  }

  void setCoil(int address, boolean isOn) {
    synchronized (registers) {
      bits[address] = isOn;
    }
  }

  /** All but who it is. */
  List<Request> asked() {
    return asked;
  }

  /** Addresses and values, in their order. */
  List<Map.Entry<Integer, Integer>> written() {
    return written;
  }

  private final class Memory implements Registers {
    @Override
    public boolean has(Table table, int address, int count) {
      return address + count <= COUNT;
    }

    @Override
    public Held<Bits> bits(Table table, int address, int count) {
      boolean[] some = new boolean[count];
      synchronized (registers) {
        System.arraycopy(bits, address, some, 0, count);
      }
      return new Held.Value<>(Bits.of(some));
    }

    @Override
    public Held<Words> registers(Table table, int address, int count) {
      int[] some = new int[count];
      synchronized (registers) {
        System.arraycopy(registers, address, some, 0, count);
      }
      return new Held.Value<>(Words.of(some));
    }

    @Override
    public Optional<ExceptionCode> writeCoils(int address, Bits values) {
      return Optional.of(ExceptionCode.SERVER_DEVICE_FAILURE);
    }

    @Override
    public Optional<ExceptionCode> writeRegisters(int address, Words values) {
      for (int i = 0; i < values.count(); i++) {
        setRegister(address + i, values.at(i));
        boolean _ = written.add(Map.entry(address + i, values.at(i)));
      }
      whenWritten.run();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
