package dev.penstock.modbusproxy;

import dev.penstock.evidence.record.CommandResult.Outcome;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReader;
import dev.penstock.framesmodbus.RequestReading;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client, from its first frame to its end, in a thread of its own: a request is read, judged,
 * recorded, asked and answered before the next one is looked at. What it sends meanwhile waits in
 * the buffers of TCP, so nobody has more than one request under way.
 */
final class Client implements Runnable {
  private final ProxySettings settings;
  private final Gate gate;
  private final Gate.Asker asker;
  private final String peer;
  private final Optional<String> identity;
  private final Wire wire;
  private final Upstream upstream;
  private final Runnable whenEnded;
  private final AtomicBoolean isSlow = new AtomicBoolean();

  Client(
      ProxySettings settings,
      Gate gate,
      String peer,
      Optional<String> identity,
      Wire wire,
      Upstream upstream,
      Runnable whenEnded) {
    this.settings = settings;
    this.gate = gate;
    this.peer = peer;
    this.identity = identity;
    this.wire = wire;
    this.upstream = upstream;
    this.whenEnded = whenEnded;
    asker = gate.asker();
  }

  /** Where it comes from, without a port. */
  String peer() {
    return peer;
  }

  @Override
  public void run() {
    try {
      serve();
    } catch (IOException _) {
      // The client is gone, or was sent away; there is nobody to tell.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      close();
      whenEnded.run();
    }
  }

  private void serve() throws IOException, InterruptedException {
    ProxyLimits limits = settings.limits();
    while (true) {
      switch (wire.receive(limits.idle(), limits.frame())) {
        case Wire.Received.Frame(var mbap) -> {
          Optional<Response> response = answer(mbap);
          if (response.isPresent()) {
            wire.send(new Mbap(mbap.transactionId(), mbap.unit(), PduWriter.write(response.get())));
          }
        }
        case Wire.Received.Garbage(var bytes) -> {
          var _ = asker.rule(List.of(asked(0).unknown(bytes)));
          wire.flush();
          return;
        }
        case Wire.Received.End _ -> {
          return;
        }
        case Wire.Received.Late(var isBegun) -> {
          if (isBegun) {
            gate.counts().slow.increment();
          }
          return;
        }
      }
    }
  }

  private Asked asked(int unit) {
    return new Asked(settings.fromZone(), settings.toZone(), identity, peer, unit, gate.now());
  }

  /** Empty where no answer is due. */
  private Optional<Response> answer(Mbap mbap) throws IOException, InterruptedException {
    Answer answer = judged(mbap);
    if (answer.isDenied()) {
      long wait = gate.brake().waitNanos(System.nanoTime());
      if (wait > 0) {
        wire.flush();
        Thread.sleep(Duration.ofNanos(wait));
      }
    }
    return answer.response();
  }

  /**
   * What is sent back.
   *
   * @param response empty where none is due
   */
  private record Answer(boolean isDenied, Optional<Response> response) {
    static Answer denied(Response response) {
      return new Answer(true, Optional.of(response));
    }
  }

  private Answer judged(Mbap mbap) throws IOException, InterruptedException {
    Asked asked = asked(mbap.unit());
    if (!settings.units().contains(mbap.unit())) {
      var _ = asker.rule(List.of(asked.unknown(mbap.pdu())));
      // MODBUS V1.1b3 §7, 0A: the gateway has no path to such a unit.
      return Answer.denied(exception(function(mbap), ExceptionCode.GATEWAY_PATH_UNAVAILABLE));
    }
    return switch (RequestReader.read(mbap.pdu())) {
      case RequestReading.Illformed illformed -> {
        var _ = asker.rule(List.of(asked.unknown(mbap.pdu())));
        yield Answer.denied(illformed.response());
      }
      case RequestReading.Wellformed(var request) ->
          switch (asker.rule(asked.of(request))) {
            case Ruling.Refused(var code) -> Answer.denied(exception(request.function(), code));
            case Ruling.Look _ -> new Answer(false, look(mbap.unit(), request));
            case Ruling.Act act -> new Answer(false, act(mbap.unit(), request, act));
          };
    };
  }

  private static int function(Mbap mbap) {
    return mbap.pdu().bytes()[0] & 0x7f;
  }

  private static ExceptionResponse exception(int function, ExceptionCode code) {
    return new ExceptionResponse(function, code.code());
  }

  private Optional<Response> look(int unit, Request request) throws IOException {
    wire.flush();
    if (!upstream.isConnected(false)) {
      gate.counts().unreached.increment();
      return Optional.of(exception(request.function(), ExceptionCode.GATEWAY_PATH_UNAVAILABLE));
    }
    gate.counts().looked.increment();
    return switch (upstream.ask(unit, request, true)) {
      case Upstream.Answer.Answered(var response) -> Optional.of(response);
      case Upstream.Answer.NoneDue _ -> Optional.empty();
      case Upstream.Answer.Missing _ -> Optional.of(missing(request));
    };
  }

  private ExceptionResponse missing(Request request) {
    gate.counts().unanswered.increment();
    return exception(request.function(), ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND);
  }

  /** Requested durable, dispatched durable, first byte to the device, result. */
  private Optional<Response> act(int unit, Request request, Ruling.Act act)
      throws IOException, InterruptedException {
    wire.flush();
    var command = new Command(gate, act, settings.host() + ":" + settings.port());
    if (!command.isRequested()) {
      return unrecorded(command, request);
    }
    if (!upstream.isConnected(true)) {
      gate.counts().unreached.increment();
      ExceptionCode code = ExceptionCode.GATEWAY_PATH_UNAVAILABLE;
      command.ended(Outcome.FAILED, code.code());
      return Optional.of(exception(request.function(), code));
    }
    if (!command.isDispatched()) {
      return unrecorded(command, request);
    }
    gate.counts().acted.increment();
    return switch (upstream.ask(unit, request, false)) {
      case Upstream.Answer.Answered(var response) -> {
        command.ended(outcome(response), status(response));
        yield Optional.of(response);
      }
      case Upstream.Answer.NoneDue _ -> {
        command.ended(Outcome.OUTCOME_UNKNOWN, 0);
        yield Optional.empty();
      }
      case Upstream.Answer.Missing _ -> {
        ExceptionResponse answer = missing(request);
        command.ended(Outcome.OUTCOME_UNKNOWN, answer.code());
        yield Optional.of(answer);
      }
    };
  }

  /** It never left; the client may ask again later (MODBUS V1.1b3 §7, 06). */
  private static Optional<Response> unrecorded(Command command, Request request) {
    ExceptionCode code = ExceptionCode.SERVER_DEVICE_BUSY;
    command.ended(Outcome.EXPIRED, code.code());
    return Optional.of(exception(request.function(), code));
  }

  /** An acknowledge (MODBUS V1.1b3 §7, 05) says that it was begun, and not what comes of it. */
  private static Outcome outcome(Response response) {
    if (!(response instanceof ExceptionResponse exception)) {
      return Outcome.DONE;
    }
    return exception.code() == ExceptionCode.ACKNOWLEDGE.code()
        ? Outcome.OUTCOME_UNKNOWN
        : Outcome.REFUSED;
  }

  private static int status(Response response) {
    return response instanceof ExceptionResponse exception ? exception.code() : 0;
  }

  /** Sends it away when it does not take its answers, or the device does not take requests. */
  void watch() {
    if (wire.isStuck(settings.limits().taking()) && isSlow.compareAndSet(false, true)) {
      gate.counts().slow.increment();
      close();
    }
    if (upstream.isStuck()) {
      upstream.close();
      close();
    }
  }

  void close() {
    wire.close();
    upstream.close();
  }
}
