package dev.penstock.syslog;

import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.flow.intake.Receipt;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes datagrams, each one message (RFC 5426 §3.1). One thread reads and never waits, so that the
 * kernel drops little; another hands in. What finds no room is a finding with its number under the
 * sender's name; what the kernel dropped, whose sender nobody knows, one under the gateway's.
 */
final class UdpDoor implements Door {
  /** The kernel gives as much of it as it allows. */
  private static final int KERNEL_BYTES = 4 << 20;

  /** How soon the reader notices that the end began, when nothing comes. */
  private static final int WAKE_MILLIS = 200;

  /** What the kernel took before the end is read for so long after it began. */
  private static final long LATE_NANOS_MAX = 1_000_000_000L;

  private static final int DATAGRAM_BYTES_MAX = 65_535;
  private static final int TICKS_PER_LOOK = 10;

  /** Datagrams have no connection. */
  private static final long SESSION = 1;

  private final Desk desk;
  private final DatagramLine line = new DatagramLine();
  private final Thread pump;
  private volatile @Nullable DatagramSocket socket;

  /** Whether the reader reads, and so closes the socket by itself when the end began. */
  private volatile boolean isServing;

  /** Guarded by this, as all below. */
  private long kernelDropped;

  private int kernelPort;
  private Instant looked;
  private int ticks;

  UdpDoor(Desk desk) {
    this.desk = desk;
    this.looked = desk.clock().instant();
    this.pump =
        Thread.ofVirtual()
            .name("syslog-" + desk.options().name() + "-pump")
            .unstarted(this::handIn);
  }

  @Override
  public int open() throws IOException {
    SyslogOptions options = desk.options();
    var opened = new DatagramSocket(null);
    try {
      opened.setReceiveBufferSize(KERNEL_BYTES);
      opened.bind(new InetSocketAddress(options.bind(), options.port()));
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    if (pump.getState() == Thread.State.NEW) {
      pump.start();
    }
    beginLooking(opened.getLocalPort());
    socket = opened;
    if (desk.handing().isEnding()) {
      opened.close(); // shut() came before there was anything to shut
    }
    return opened.getLocalPort();
  }

  private synchronized void beginLooking(int port) {
    kernelPort = port;
    kernelDropped = KernelDrops.at(port).orElse(0);
  }

  @Override
  public void serve() throws IOException {
    DatagramSocket opened = socket;
    byte[] buffer = new byte[DATAGRAM_BYTES_MAX];
    var packet = new DatagramPacket(buffer, buffer.length);
    isServing = true;
    try {
      long endedNanos = 0;
      while (opened != null && receive(opened, packet)) {
        if (desk.handing().isEnding()) {
          endedNanos = endedNanos == 0 ? System.nanoTime() : endedNanos;
          if (System.nanoTime() - endedNanos > LATE_NANOS_MAX) {
            return;
          }
        }
      }
    } finally {
      isServing = false;
    }
  }

  /** Takes what comes next; false when there is nothing and the end began. */
  private boolean receive(DatagramSocket opened, DatagramPacket packet) throws IOException {
    try {
      opened.setSoTimeout(desk.handing().isEnding() ? 1 : WAKE_MILLIS);
      packet.setLength(DATAGRAM_BYTES_MAX);
      opened.receive(packet);
    } catch (SocketTimeoutException e) {
      return !desk.handing().isEnding();
    } catch (SocketException e) {
      if (opened.isClosed()) {
        return false;
      }
      throw e;
    }
    take(packet.getAddress().getHostAddress(), Arrays.copyOf(packet.getData(), packet.getLength()));
    return true;
  }

  private void take(String peer, byte[] message) {
    Heard heard = desk.hearing().heard(peer, message, SESSION);
    if (!line.offer(heard)) {
      desk.tally().dropped.increment();
      desk.complaints()
          .note(
              Kind.REFUSED,
              desk.names().source(peer),
              peer,
              message.length,
              heard.receivedTime(),
              "datagrams came and were dropped because the intake was full");
    }
  }

  private void handIn() {
    try {
      @Nullable Heard heard = line.first();
      while (heard != null) {
        Heard first = heard;
        long _ = desk.handing().handIn(() -> desk.intake().offer(first, Receipt.NONE));
        line.removeFirst();
        heard = line.first();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; it would mean the end
    }
  }

  /**
   * The kernel's count is looked at before its socket goes. What the kernel took before the end
   * began is still read, so while the reader reads the socket stays.
   */
  @Override
  public void shut() {
    DatagramSocket opened = socket;
    boolean isLeftToReader = isServing && desk.handing().isEnding();
    if (!isLeftToReader && opened != null && !opened.isClosed()) {
      look();
      opened.close();
    }
  }

  @Override
  public synchronized void tick() {
    ticks++;
    if (ticks % TICKS_PER_LOOK == 0) {
      look();
    }
  }

  private synchronized void look() {
    OptionalLong now = KernelDrops.at(kernelPort);
    Instant at = desk.clock().instant();
    if (now.isPresent() && now.getAsLong() > kernelDropped) {
      long count = now.getAsLong() - kernelDropped;
      kernelDropped = now.getAsLong();
      desk.tally().kernelDropped.add(count);
      desk.complaints()
          .add(
              new IntakeFinding(
                  Kind.REFUSED,
                  desk.options().name(),
                  null,
                  looked,
                  at,
                  count,
                  0,
                  null,
                  "the kernel dropped datagrams because they came faster than they were read; raise"
                      + " net.core.rmem_max, or use TLS"));
    }
    looked = at;
  }

  @Override
  public void end() {
    line.end();
    if (pump.getState() == Thread.State.NEW) {
      return;
    }
    boolean isInterrupted = false;
    while (pump.isAlive()) {
      try {
        pump.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<String> remark() {
    return Optional.empty();
  }

  @Override
  public int connections() {
    return 0;
  }

  @Override
  public int waiting() {
    return line.count();
  }
}
