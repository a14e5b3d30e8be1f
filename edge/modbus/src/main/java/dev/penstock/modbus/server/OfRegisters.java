package dev.penstock.modbus.server;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReading.Illformed;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.server.ModbusServer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers out of registers. */
final class OfRegisters implements Answerer {
  /** Finds the registers of a unit. */
  interface Units {
    @Nullable ModbusServer of(int unit);
  }

  private final Units units;

  OfRegisters(Units units) {
    this.units = units;
  }

  @Override
  public Optional<Response> answer(Peer peer, int unit, Request request) {
    ModbusServer server = units.of(unit);
    return Optional.of(
        server == null ? Answerer.noWay(request.function()) : server.answer(request));
  }

  /** A function that there is not is refused before what stands behind it is looked at. */
  @Override
  public Optional<Response> refuse(Peer peer, int unit, ByteString pdu, Illformed why) {
    ModbusServer server = units.of(unit);
    return Optional.of(server == null ? Answerer.noWay(why.function()) : server.answer(why));
  }
}
