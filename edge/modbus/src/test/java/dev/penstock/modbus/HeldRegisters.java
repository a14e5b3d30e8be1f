package dev.penstock.modbus;

import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.server.Registers;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Registers in memory; the tables of a kind are one, and some addresses may be missing. */
public final class HeldRegisters implements Registers {
  private static final int COUNT = 1_000;

  private final int[] registers = new int[COUNT];
  private final boolean[] bits = new boolean[COUNT];
  public final Set<Integer> missing = ConcurrentHashMap.newKeySet();

  public synchronized void set(int address, int value) {
    registers[address] = value;
  }

  @Override
  public boolean has(Table table, int address, int count) {
    return address + count <= COUNT
        && missing.stream().noneMatch(each -> each >= address && each < address + count);
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
    }
    return Optional.empty();
  }

  @Override
  public synchronized Optional<ExceptionCode> writeRegisters(int address, Words values) {
    for (int i = 0; i < values.count(); i++) {
      registers[address + i] = values.at(i);
    }
    return Optional.empty();
  }
}
