package dev.penstock.node.gateway;

import dev.penstock.connections.Server;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReading.Illformed;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.server.ServedPoints;
import dev.penstock.modbus.server.Answerer;
import dev.penstock.modbus.server.Peer;
import dev.penstock.modbusproxy.Gate;
import dev.penstock.modbusproxy.PortAsker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a server says to each request: the policy first, then the points. Nothing is ever written.
 *
 * <p>Req: 62443-4-2 NDR 5.2, CR 2.1
 */
final class PointServer implements Answerer {
  private static final int READING_MAX = 4;

  private final int unit;
  private final ServedPoints points;
  private final HeldPoints values;
  private final Asking asking;
  private final LongAdder answered = new LongAdder();
  private final LongAdder withoutValue = new LongAdder();
  private final LongAdder unmapped = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** By connection, of which each has a thread of its own. */
  private final Map<Long, PortAsker> askers = new ConcurrentHashMap<>();

  /**
   * By whom and for what the policy is asked.
   *
   * @param to the zone that this node lies in
   */
  record Asking(Gate gate, String from, String to) {}

  PointServer(Server server, ServedPoints points, HeldPoints values, Asking asking) {
    this.unit = server.unit();
    this.points = points;
    this.values = values;
    this.asking = asking;
  }

  private PortAsker asker(Peer peer) {
    return askers.computeIfAbsent(
        peer.session(), _ -> new PortAsker(asking.gate(), asking.from(), asking.to(), peer.host()));
  }

  @Override
  public Optional<Response> answer(Peer peer, int asked, Request request)
      throws InterruptedException {
    PortAsker asker = asker(peer);
    if (asked != unit || !(request instanceof Request.Read read)) {
      asker.refuse(asked, request);
      return Optional.of(never(asked, request.function()));
    }
    Optional<ExceptionCode> refusal = asker.refusal(asked, read);
    if (refusal.isPresent()) {
      refused.increment();
      return Optional.of(new ExceptionResponse(read.function(), refusal.get().code()));
    }
    Response response = points.answer(read, values::value);
    count(response);
    return Optional.of(response);
  }

  /** To what no client is ever given here. */
  private Response never(int asked, int function) {
    refused.increment();
    return asked == unit
        ? new ExceptionResponse(function, ExceptionCode.ILLEGAL_FUNCTION.code())
        : Answerer.noWay(function);
  }

  private void count(Response response) {
    if (!(response instanceof ExceptionResponse exception)) {
      answered.increment();
    } else if (exception.code() == ExceptionCode.ILLEGAL_DATA_ADDRESS.code()) {
      unmapped.increment();
    } else {
      withoutValue.increment();
    }
  }

  @Override
  public Optional<Response> refuse(Peer peer, int asked, ByteString pdu, Illformed why)
      throws InterruptedException {
    asker(peer).refuse(asked, pdu);
    int function = why.function() & 0x7f;
    if (asked == unit && function >= 1 && function <= READING_MAX) {
      refused.increment();
      return Optional.of(why.response());
    }
    return Optional.of(never(asked, function));
  }

  @Override
  public void broken(Peer peer, String reason) {
    refused.increment();
    try {
      asker(peer).refuse(0, ByteString.EMPTY);
    } catch (InterruptedException e) {
      // The connection ends anyhow.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void gone(Peer peer) {
    PortAsker _ = askers.remove(peer.session());
  }

  /** How it stands. */
  ServerShown shown(Server server, String address, int clients) {
    return new ServerShown(
        server,
        address,
        clients,
        answered.sum(),
        withoutValue.sum(),
        unmapped.sum(),
        refused.sum());
  }
}
