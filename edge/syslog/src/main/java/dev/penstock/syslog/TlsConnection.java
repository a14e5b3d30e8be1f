package dev.penstock.syslog;

import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.framessyslog.FrameReader;
import dev.penstock.framessyslog.Framed;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One sender's connection, from the handshake to its end. Its own thread reads and hands in, so the
 * messages of a connection keep their order, and while the intake is full nothing is read.
 */
final class TlsConnection {
  /** A handshake takes part of a second; who stays longer holds a place for nothing. */
  private static final long HANDSHAKE_NANOS_MAX = 10_000_000_000L;

  /** A message whose next bytes do not come for so long is given up. */
  private static final long STALL_NANOS_MAX = 60_000_000_000L;

  /** A reader that stood still for less was merely busy. */
  private static final long PAUSE_TOLD_NANOS = 1_000_000_000L;

  private final Desk desk;
  private final SyslogOptions.Way.Tls way;
  private final SSLContext tls;
  private final Socket socket;
  private final InetAddress address;
  private final long session;
  private final TlsDoor door;
  private final Thread thread;
  private final long startNanos = System.nanoTime();

  /** Null before the handshake is done. */
  private volatile @Nullable FrameReader reader;

  /** When reading last went on. */
  private volatile long readNanos;

  /** Why this was ended from outside, if it was. */
  private volatile @Nullable String endReason;

  TlsConnection(
      Desk desk,
      SyslogOptions.Way.Tls way,
      SSLContext tls,
      Socket socket,
      long session,
      TlsDoor door) {
    this.desk = desk;
    this.way = way;
    this.tls = tls;
    this.socket = socket;
    this.address = socket.getInetAddress();
    this.session = session;
    this.door = door;
    this.thread =
        Thread.ofVirtual()
            .name("syslog-" + desk.options().name() + "-" + session)
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  InetAddress address() {
    return address;
  }

  /** Ends what stands still; any thread. */
  void tick(long nowNanos) {
    FrameReader reading = reader;
    if (reading == null) {
      if (nowNanos - startNanos > HANDSHAKE_NANOS_MAX) {
        hangUp("the handshake took longer than " + Duration.ofNanos(HANDSHAKE_NANOS_MAX));
      }
    } else if (reading.isInside() && nowNanos - readNanos > STALL_NANOS_MAX) {
      hangUp("nothing came for " + Duration.ofNanos(STALL_NANOS_MAX));
    }
  }

  private void hangUp(String reason) {
    endReason = reason;
    hangUp();
  }

  /** Cuts the wire: the reading thread meets its end. Any thread. */
  void hangUp() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, closed well or not.
    }
  }

  void join() {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (SSLSocket secured = secured()) {
      String peer = handshake(secured);
      if (peer != null) {
        hear(peer, secured);
      }
    } catch (IOException e) {
      // The connection is over; what that cut off was told where it was.
    } catch (RuntimeException e) {
      // The connection's life: it ends here, and the listener goes on.
      desk.tally().faults.increment();
    } finally {
      hangUp();
      door.gone(this);
    }
  }

  private SSLSocket secured() throws IOException {
    socket.setKeepAlive(true); // a sender that is gone without a word gives its place back
    var secured =
        (SSLSocket)
            tls.getSocketFactory()
                .createSocket(socket, address.getHostAddress(), socket.getPort(), true);
    secured.setUseClientMode(false);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setNeedClientAuth(way.files().clients() != null);
    secured.setSSLParameters(parameters);
    return secured;
  }

  /** The peer's name; null when it is not let in. */
  private @Nullable String handshake(SSLSocket secured) {
    try {
      secured.startHandshake();
      if (way.files().clients() == null) {
        return address.getHostAddress();
      }
      Certificate[] shown = secured.getSession().getPeerCertificates();
      return PeerIdentity.of((X509Certificate) shown[0]);
    } catch (IOException e) {
      // Who connects and says nothing, as those do who only look whether the port is open, is no
      // matter.
      if (!isSilence(e) && !desk.handing().isEnding()) {
        desk.tally().refused.increment();
        String reason = endReason == null ? HandshakeFailure.reason(e) : endReason;
        desk.complaints()
            .note(
                Kind.PEER_REFUSED,
                null,
                address.getHostAddress(),
                0,
                desk.clock().instant(),
                "TLS failed: " + reason);
      }
      return null;
    }
  }

  private boolean isSilence(IOException failure) {
    return endReason == null
        && (failure instanceof EOFException
            || (failure instanceof SSLException && failure.getCause() instanceof EOFException));
  }

  private void hear(String peer, SSLSocket secured) throws IOException {
    var frames =
        new FrameReader(
            new TimedStream(secured.getInputStream(), () -> readNanos = System.nanoTime()),
            way.framing(),
            way.messageBytes());
    readNanos = System.nanoTime();
    reader = frames;
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (next(frames)) {
            case Framed.Message(var bytes) -> take(peer, bytes.bytes());
            case Framed.Unkept unkept -> take(peer, unkept);
            case Framed.CutOff cut -> {
              brokenOff(peer, cut.byteCount(), "the connection ended inside a message");
              yield false;
            }
            case Framed.Broken(var reason) -> {
              brokenOff(peer, 0, reason);
              yield false;
            }
            case Framed.End _ -> false;
          };
    }
  }

  /** A wire that is cut between two messages is an end like any other. */
  private Framed next(FrameReader frames) {
    try {
      return frames.read();
    } catch (IOException e) {
      return frames.isInside() ? frames.cutOff() : new Framed.End();
    }
  }

  private boolean take(String peer, byte[] message) {
    Heard heard = desk.hearing().heard(peer, message, session);
    return handIn(peer, () -> desk.intake().offer(heard, Receipt.NONE));
  }

  private boolean take(String peer, Framed.Unkept message) {
    desk.tally().messages.increment();
    desk.tally().bytes.add(message.byteCount());
    desk.tally().unkept.increment();
    Instant now = desk.clock().instant();
    var finding =
        new IntakeFinding(
            Kind.PAYLOAD_TOO_LARGE,
            desk.options().name(),
            desk.names().source(peer),
            peer,
            now,
            now,
            1,
            message.byteCount(),
            message.digest(),
            "a message has "
                + message.byteCount()
                + " bytes, kept are at most "
                + way.messageBytes());
    return handIn(peer, () -> desk.intake().offer(finding, Receipt.NONE));
  }

  /** False when the end came before the intake took it. */
  private boolean handIn(String peer, BooleanSupplier offer) {
    Instant from = desk.clock().instant();
    long waitedNanos = desk.handing().handIn(offer);
    readNanos = System.nanoTime();
    if (waitedNanos >= PAUSE_TOLD_NANOS) {
      desk.tally().pauseNanos.add(waitedNanos);
      desk.complaints()
          .note(
              Kind.READING_PAUSED,
              null,
              peer,
              0,
              from,
              "nothing was read for "
                  + Duration.ofNanos(waitedNanos).toMillis()
                  + " ms because the intake was full; the sender may have dropped what it could"
                  + " not send");
    }
    return waitedNanos >= 0;
  }

  private void brokenOff(String peer, long bytes, String what) {
    if (desk.handing().isEnding()) {
      return; // we hung up ourselves
    }
    desk.tally().brokenOff.increment();
    String reason = endReason;
    desk.complaints()
        .note(
            Kind.MALFORMED,
            desk.names().source(peer),
            peer,
            bytes,
            desk.clock().instant(),
            reason == null ? what : what + ": " + reason);
  }
}
