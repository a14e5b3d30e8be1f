package dev.penstock.modbus;

import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReader;
import dev.penstock.framesmodbus.RequestReading;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A device on loopback that does with each request what a test says. */
final class ScriptedDevice implements AutoCloseable {
  /** What it does with a request. */
  interface Script {
    void asked(Mbap frame, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  final List<Mbap> frames = new CopyOnWriteArrayList<>();
  private volatile Script script;

  ScriptedDevice(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::accept);
  }

  void does(Script other) {
    script = other;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Which units were asked, in their order. */
  List<Integer> unitsAsked() {
    return frames.stream().map(Mbap::unit).toList();
  }

  static Request request(Mbap frame) {
    return ((RequestReading.Wellformed) RequestReader.read(frame.pdu())).request();
  }

  /** Registers that have their own address as value. */
  static Response addressesOf(Mbap frame) {
    var read = (Request.Read) request(frame);
    int[] values = new int[read.quantity()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read.address() + i;
    }
    return new Response.RegistersRead(read.function(), Words.of(values));
  }

  static byte[] answer(Mbap frame, Response response) {
    return new Mbap(frame.transactionId(), frame.unit(), PduWriter.write(response)).encode();
  }

  /** Answers as a good device does. */
  static void good(Mbap frame, OutputStream out) throws IOException {
    out.write(answer(frame, addressesOf(frame)));
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        var _ = Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket connection) {
    byte[] buffer = new byte[10_000];
    int count = 0;
    try (connection) {
      InputStream in = connection.getInputStream();
      while (true) {
        if (Mbap.decode(buffer, 0, count) instanceof Decoded.Message<Mbap>(var frame, var size)) {
          System.arraycopy(buffer, size, buffer, 0, count - size);
          count -= size;
          frames.add(frame);
          script.asked(frame, connection.getOutputStream());
        } else {
          int more = in.read(buffer, count, buffer.length - count);
          if (more < 0) {
            return;
          }
          count += more;
        }
      }
    } catch (IOException | InterruptedException e) {
      // It is over.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : connections) {
      each.close();
    }
  }
}
