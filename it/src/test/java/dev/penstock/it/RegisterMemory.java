package dev.penstock.it;

import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.server.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Registers and bits in memory, and what masters wrote; inputs are the same as outputs. */
final class RegisterMemory implements Registers {
  private static final int COUNT = 1_000;

  /** Guarded by this, as all below. */
  private final int[] registers = new int[COUNT];

  private final boolean[] bits = new boolean[COUNT];
  private final List<String> written = new ArrayList<>();

  synchronized void set(int address, int value) {
    registers[address] = value;
  }

  synchronized int register(int address) {
    return registers[address];
  }

  /** Each register and coil that was written, in its order: {@code holding:110=7}. */
  synchronized List<String> written() {
    return List.copyOf(written);
  }

  @Override
  public boolean has(Table table, int address, int count) {
    return address + count <= COUNT;
  }

  @Override
  public synchronized Held<Bits> bits(Table table, int address, int count) {
    boolean[] some = new boolean[count];
    System.arraycopy(bits, address, some, 0, count);
    return new Held.Value<>(Bits.of(some));
  }

  @Override
  public synchronized Held<Words> registers(Table table, int address, int count) {
    int[] some = new int[count];
    System.arraycopy(registers, address, some, 0, count);
    return new Held.Value<>(Words.of(some));
  }

  @Override
  public synchronized Optional<ExceptionCode> writeCoils(int address, Bits values) {
    for (int i = 0; i < values.count(); i++) {
      bits[address + i] = values.at(i);
      boolean _ = written.add("coil:" + (address + i) + "=" + values.at(i));
    }
    return Optional.empty();
  }

  @Override
  public synchronized Optional<ExceptionCode> writeRegisters(int address, Words values) {
    for (int i = 0; i < values.count(); i++) {
      registers[address + i] = values.at(i);
      boolean _ = written.add("holding:" + (address + i) + "=" + values.at(i));
    }
    return Optional.empty();
  }
}
