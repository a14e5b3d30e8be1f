package dev.penstock.framesmodbus.server;

import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import java.util.Optional;

/**
 * What a server holds: the four tables of one unit. It is asked only for addresses that it said it
 * has. Nothing else writes to it between the halves of one request, or the caller sees to that.
 */
public interface Registers {
  /** Whether it has all of these addresses. */
  boolean has(Table table, int address, int count);

  /** Coils, or discrete inputs. */
  Held<Bits> bits(Table table, int address, int count);

  /** Holding registers, or input registers. */
  Held<Words> registers(Table table, int address, int count);

  /** Writes all of these coils, or none and says why. */
  Optional<ExceptionCode> writeCoils(int address, Bits values);

  /** Writes all of these holding registers, or none and says why. */
  Optional<ExceptionCode> writeRegisters(int address, Words values);

  /** What is there, or why it cannot be told now. */
  sealed interface Held<T> {
    record Value<T>(T value) implements Held<T> {}

    record Unavailable<T>(ExceptionCode reason) implements Held<T> {}
  }
}
