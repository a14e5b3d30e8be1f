package dev.penstock.modbus;

import dev.penstock.driving.Driver;
import dev.penstock.driving.PointSpec;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReader;
import dev.penstock.framesmodbus.RequestReading;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.framesmodbus.server.Registers.Held;
import dev.penstock.modbus.ModbusOptions.Pace;
import dev.penstock.modbus.ModbusOptions.Way;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.testkitdriving.Behaviour;
import dev.penstock.testkitdriving.SimulatedDevice;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A controller on loopback with a holding register for each point. */
final class SimulatedPlc implements SimulatedDevice {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long TRICKLE_NANOS = 500_000_000;

  /** Nobody opens it: who waits for it lets time pass. */
  private final CountDownLatch never = new CountDownLatch(1);

  private final HeldRegisters held = new HeldRegisters();
  private final ModbusServer registers =
      new ModbusServer(held, DeviceIdentity.of("Acme", "P-7", "1.2"));
  private final int underWayMax;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private ServerSocket server;
  private final int port = HeldPorts.next();
  private volatile Behaviour behaviour = Behaviour.NORMAL;

  SimulatedPlc(int underWayMax) throws IOException {
    this.underWayMax = underWayMax;
    for (int i = 0; i < POINTS; i++) {
      held.set(i, i);
    }
    server = listen();
  }

  private ServerSocket listen() throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    var _ = Thread.ofVirtual().start(() -> accept(socket));
    return socket;
  }

  private ModbusDriver driver(Duration answerMax) {
    var pace =
        new Pace(
            Duration.ofSeconds(20),
            answerMax,
            underWayMax,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));
    return new ModbusDriver(
        ModbusOptions.of(new Way.Tcp("127.0.0.1", port), 1).at(pace), System::nanoTime);
  }

  @Override
  public Driver driver() {
    return driver(ANSWER_MAX);
  }

  @Override
  public Driver patientDriver() {
    return driver(PATIENCE);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(20);
  }

  @Override
  public PointSpec point(int index) {
    return new PointSpec("holding:" + index, "int16");
  }

  @Override
  public PointSpec impossible() {
    return new PointSpec("holding:65536", "int16");
  }

  @Override
  public void set(int point, int value) {
    held.set(point, value);
  }

  @Override
  public int get(int point) {
    return ((Held.Value<Words>) held.registers(Table.HOLDING_REGISTERS, point, 1)).value().at(0);
  }

  @Override
  public void refuse(int point) {
    held.missing.add(point);
  }

  @Override
  public void allow(int point) {
    held.missing.remove(point);
  }

  @Override
  public synchronized void behave(Behaviour as) {
    behaviour = as;
    try {
      if (as == Behaviour.DEAD) {
        server.close();
        dropConnections();
      } else if (server.isClosed()) {
        server = listen();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void dropConnections() {
    try {
      for (Socket each : connections) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void restart() {
    dropConnections();
  }

  @Override
  public int readRequests() {
    return reads.get();
  }

  @Override
  public int writeRequests() {
    return writes.get();
  }

  @Override
  public int accepted() {
    return accepted.get();
  }

  @Override
  public int open() {
    return connections.size();
  }

  @Override
  public void close() {
    behave(Behaviour.DEAD);
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket connection = socket.accept();
        accepted.incrementAndGet();
        if (behaviour == Behaviour.DROPPING) {
          connection.close();
        } else {
          connections.add(connection);
          var _ = Thread.ofVirtual().start(() -> serve(connection));
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket connection) {
    byte[] buffer = new byte[10_000];
    int count = 0;
    try (connection) {
      while (true) {
        if (Mbap.decode(buffer, 0, count) instanceof Decoded.Message<Mbap>(var frame, var size)) {
          System.arraycopy(buffer, size, buffer, 0, count - size);
          count -= size;
          asked(frame, connection.getOutputStream());
        } else {
          int more = connection.getInputStream().read(buffer, count, buffer.length - count);
          if (more < 0) {
            return;
          }
          count += more;
        }
      }
    } catch (IOException | InterruptedException e) {
      // It is over.
    } finally {
      connections.remove(connection);
    }
  }

  private void asked(Mbap frame, OutputStream out) throws IOException, InterruptedException {
    if (behaviour == Behaviour.HALF_OPEN) {
      return;
    }
    RequestReading reading = RequestReader.read(frame.pdu());
    Request request = ((RequestReading.Wellformed) reading).request();
    reads.addAndGet(request instanceof Request.Read ? 1 : 0);
    writes.addAndGet(request instanceof Request.WriteSingleRegister ? 1 : 0);
    byte[] answer = new byte[0];
    if (behaviour == Behaviour.NORMAL || behaviour == Behaviour.TRICKLE) {
      answer =
          new Mbap(frame.transactionId(), frame.unit(), PduWriter.write(registers.answer(reading)))
              .encode();
    }
    switch (behaviour) {
      case NORMAL -> out.write(answer);
      case TRICKLE -> {
        for (byte each : answer) {
          boolean _ = never.await(TRICKLE_NANOS, TimeUnit.NANOSECONDS);
          out.write(each);
        }
      }
      case GARBAGE -> out.write("what is this?\r\n".getBytes(StandardCharsets.US_ASCII));
      case SILENT, HALF_OPEN, DROPPING, DEAD -> {}
    }
  }
}
