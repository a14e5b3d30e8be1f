package dev.penstock.demo.field;

import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.server.Registers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/**
 * What a controller shows to masters: each register is a quantity of the works, in whole steps.
 * Masters ask from threads of their own, so everything is asked under the lock of the works.
 */
final class PlcMemory implements Registers {
  private final ReentrantLock lock;
  private final List<Measured> inputs;
  private final List<BooleanSupplier> discretes;
  private final List<Settable> holdings;
  private final List<Switch> coils;
  private long writes;

  /**
   * An input register.
   *
   * @param perUnit steps of the register in one of the quantity
   */
  record Measured(DoubleSupplier quantity, double perUnit) {
    int raw() {
      return Math.clamp(Math.round(quantity.getAsDouble() * perUnit), 0, 0xffff);
    }
  }

  /** A holding register, with what it sets. */
  record Settable(Measured now, DoubleConsumer set) {
    static Settable of(DoubleSupplier quantity, double perUnit, DoubleConsumer set) {
      return new Settable(new Measured(quantity, perUnit), set);
    }

    void write(int raw) {
      set.accept(raw / now.perUnit());
    }
  }

  /** A coil, with what it switches. */
  record Switch(BooleanSupplier isOn, Switched set) {
    /** What a coil does. */
    @FunctionalInterface
    interface Switched {
      void to(boolean isOn);
    }
  }

  PlcMemory(
      ReentrantLock lock,
      List<Measured> inputs,
      List<BooleanSupplier> discretes,
      List<Settable> holdings,
      List<Switch> coils) {
    this.lock = lock;
    this.inputs = List.copyOf(inputs);
    this.discretes = List.copyOf(discretes);
    this.holdings = List.copyOf(holdings);
    this.coils = List.copyOf(coils);
  }

  @Override
  public boolean has(Table table, int address, int count) {
    int size =
        switch (table) {
          case COILS -> coils.size();
          case DISCRETE_INPUTS -> discretes.size();
          case INPUT_REGISTERS -> inputs.size();
          case HOLDING_REGISTERS -> holdings.size();
        };
    return address + count <= size;
  }

  @Override
  public Held<Bits> bits(Table table, int address, int count) {
    boolean[] values = new boolean[count];
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        values[i] =
            table == Table.COILS
                ? coils.get(address + i).isOn().getAsBoolean()
                : discretes.get(address + i).getAsBoolean();
      }
    } finally {
      lock.unlock();
    }
    return new Held.Value<>(Bits.of(values));
  }

  @Override
  public Held<Words> registers(Table table, int address, int count) {
    int[] values = new int[count];
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        values[i] =
            table == Table.HOLDING_REGISTERS
                ? holdings.get(address + i).now().raw()
                : inputs.get(address + i).raw();
      }
    } finally {
      lock.unlock();
    }
    return new Held.Value<>(Words.of(values));
  }

  @Override
  public Optional<ExceptionCode> writeCoils(int address, Bits values) {
    lock.lock();
    try {
      writes++;
      for (int i = 0; i < values.count(); i++) {
        coils.get(address + i).set().to(values.at(i));
      }
    } finally {
      lock.unlock();
    }
    return Optional.empty();
  }

  @Override
  public Optional<ExceptionCode> writeRegisters(int address, Words values) {
    lock.lock();
    try {
      writes++;
      for (int i = 0; i < values.count(); i++) {
        holdings.get(address + i).write(values.at(i));
      }
    } finally {
      lock.unlock();
    }
    return Optional.empty();
  }

  /** How many requests wrote something, whoever sent them. */
  long writes() {
    lock.lock();
    try {
      return writes;
    } finally {
      lock.unlock();
    }
  }
}
