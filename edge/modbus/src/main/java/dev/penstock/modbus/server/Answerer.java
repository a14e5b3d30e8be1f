package dev.penstock.modbus.server;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReading.Illformed;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.server.ModbusServer;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a server says. All that comes over a listener goes through here, in this order for
 * each connection: {@link #connected}, its requests, perhaps {@link #broken}, {@link #gone}.
 *
 * <p>Called by the thread of the connection, one request after the other; those of other
 * connections come at the same time. An answer may take as long as it takes, and only its own
 * connection waits. An exception that is thrown is answered as a failure of the device.
 */
public interface Answerer {
  /**
   * The answer to a request. It must fit: an answer to something else is not sent, and the
   * connection is closed. Empty is silence, as of a unit that is not there.
   */
  Optional<Response> answer(Peer peer, int unit, Request request) throws InterruptedException;

  /**
   * The answer to a PDU that no server should take.
   *
   * @param pdu as it came, for records
   */
  default Optional<Response> refuse(Peer peer, int unit, ByteString pdu, Illformed why)
      throws InterruptedException {
    return Optional.of(why.response());
  }

  /** Somebody connected; false sends him away. */
  default boolean connected(Peer peer) {
    return true;
  }

  /** What came is no Modbus, and the connection is closed for it. */
  default void broken(Peer peer, String reason) {}

  /** A connection that was let in is over. */
  default void gone(Peer peer) {}

  /** Registers for all units alike, as a device has that is alone at its address. */
  static Answerer of(ModbusServer server) {
    return new OfRegisters(_ -> server);
  }

  /** Registers by unit; of others it says that there is no way to them. */
  static Answerer ofUnits(Map<Integer, ModbusServer> servers) {
    Map<Integer, ModbusServer> kept = Map.copyOf(servers);
    return new OfRegisters(kept::get);
  }

  /** What is said of a unit that is not there. */
  static Response noWay(int function) {
    return new ExceptionResponse(function & 0x7f, ExceptionCode.GATEWAY_PATH_UNAVAILABLE.code());
  }
}
