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
    return switch (asker.rule(asked(unit).of(read))) {
      case Ruling.Look _ -> {
        gate.counts().looked.increment();
        yield Optional.empty();
      }
      case Ruling.Refused(var code) -> {
        brake();
        yield Optional.of(code);
      }
      case Ruling.Act _ -> {
        // It may pass only when that is recorded, and nothing here records what passes.
        refuse(unit, read);
        yield Optional.of(ExceptionCode.ILLEGAL_DATA_ADDRESS);
      }
    };
  }

  /**
   * The port does not do this, whatever a policy says; it is recorded in its own words, or as
   * unknown where the policy would let it pass and so does not say why it did not.
   */
  public void refuse(int unit, Request request) throws InterruptedException {
    Asked asked = asked(unit);
    asker.refuse(asked.of(request), asked.unknown(PduWriter.write(request)));
    brake();
  }

  /** The same for bytes of which nobody knows what they ask for. */
  public void refuse(int unit, ByteString bytes) throws InterruptedException {
    asker.refuse(List.of(), asked(unit).unknown(bytes));
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
