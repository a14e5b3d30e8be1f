package dev.penstock.modbusproxy;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the gate for one client of a port that answers by itself and is only read, in the words in
 * which a proxy asks; what is refused is recorded as there. For one thread.
 *
 * <p>Req: 62443-4-2 NDR 5.2
 */
public final class PortAsker {
  private final Gate gate;
  private final Gate.Asker asker;
  private final String from;
  private final String to;
  private final String peer;

  /**
   * Of a client.
   *
   * @param from the zone that it is in
   * @param to the zone that what it reads is in
   * @param peer its address without the port
   */
  public PortAsker(Gate gate, String from, String to, String peer) {
    this.gate = gate;
    this.asker = gate.asker();
    this.from = from;
    this.to = to;
    this.peer = peer;
  }

  /** Why something may not be read; empty where it may. */
  public Optional<ExceptionCode> refusal(int unit, Request.Read read) throws InterruptedException {
    if (asker.rule(asked(unit).of(read)) instanceof Ruling.Refused(var code)) {
      brake();
      return Optional.of(code);
    }
    gate.counts().looked.increment();
    return Optional.empty();
  }

  /** The port does not do this, whatever a policy says; it is recorded in its own words. */
  public void refuse(int unit, Request request) throws InterruptedException {
    if (asker.rule(asked(unit).of(request)) instanceof Ruling.Refused) {
      brake();
    } else {
      // A policy would let it pass, so it does not say why it did not.
      refuse(unit, PduWriter.write(request));
    }
  }

  /** The same for bytes of which nobody knows what they ask for. */
  public void refuse(int unit, ByteString bytes) throws InterruptedException {
    var _ = asker.rule(List.of(asked(unit).unknown(bytes)));
    brake();
  }

  private Asked asked(int unit) {
    return new Asked(from, to, Optional.empty(), peer, unit, gate.now());
  }

  private void brake() throws InterruptedException {
    long wait = gate.brake().waitNanos(System.nanoTime());
    if (wait > 0) {
      Thread.sleep(Duration.ofNanos(wait));
    }
  }
}
