package dev.penstock.modbusproxy;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.asked.AskedParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a request of Modbus asks for, in the words of policies: docs/modbus-proxy.md has the table.
 * It may pass only where each of these may.
 *
 * <p>Req: 62443-4-2 NDR 5.2
 *
 * @param from the zone that asks
 * @param to the zone that is asked
 */
record Asked(String from, String to, Optional<String> identity, String peer, int unit, long at) {
  /** By which policies know it. */
  static final String PROTOCOL = "modbus";

  /** Those of a request; what only looks comes first, for it takes least from rates. */
  List<Request> of(dev.penstock.framesmodbus.Request request) {
    if (request instanceof dev.penstock.framesmodbus.Request.Other other) {
      return List.of(unknown(other.data()).by(OptionalInt.of(other.function())));
    }
    List<Request> asked = new ArrayList<>();
    var function = OptionalInt.of(request.function());
    AskedParts.of(unit, request)
        .forEach((operation, all) -> asked.add(request(operation, all).by(function)));
    return asked;
  }

  /** Bytes of which nobody knows what they would do: they can only be denied. */
  Request unknown(ByteString bytes) {
    Values unread = AskedParts.unread(bytes.bytes());
    return request(Operation.UNKNOWN, List.of(new Part(new Target.Device(), unread)));
  }

  private Request request(Operation operation, List<Part> parts) {
    return new Request(from, to, PROTOCOL, identity, peer, operation, parts, at);
  }
}
