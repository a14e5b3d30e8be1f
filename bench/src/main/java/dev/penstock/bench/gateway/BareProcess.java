package dev.penstock.bench.gateway;

import dev.penstock.bench.peer.Answers;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * What nobody can leave out, as a process: a thread for each device asks the same requests, appends
 * the answers to one file, has them synced, and publishes messages of the size that the node makes.
 * It decodes nothing but the whole part of each value, and knows nothing of names, times and rules.
 */
public final class BareProcess {
  private static final int VALUES_PER_MESSAGE = 1_000;
  private static final int IN_FLIGHT = 1_000;
  private static final int UNDER_WAY = 4;
  private static final int MBAP_BYTES = 7;

  /** As the node writes one; its number has another key, for it is none. */
  private static final byte[] ELEMENT =
      ascii(
          "{\"point\":\"t00000\",\"value\":00000.4453125,\"quality\":0,\"sourceTime\":null,"
              + "\"receivedTime\":\"2026-11-22T10:00:05.251Z\",\"sqn\":1000000},");

  private static final int VALUE_AT = 26;
  private static final int DIGITS = 5;

  private final Socket broker;
  private final OutputStream north;
  private final FileChannel file;
  private final Semaphore room = new Semaphore(IN_FLIGHT);

  /** Guarded by this. */
  private int nextId = 1;

  /** What one request reads. */
  private record Ask(int address, int quantity, int tags) {
    byte[] frame(int number) {
      return ByteBuffer.allocate(MBAP_BYTES + 5)
          .putShort((short) number)
          .putShort((short) 0)
          .putShort((short) 6)
          .put((byte) 1)
          .put((byte) 3)
          .putShort((short) address)
          .putShort((short) quantity)
          .array();
    }
  }

  private BareProcess(Socket broker, FileChannel file) throws IOException {
    this.broker = broker;
    this.north = new BufferedOutputStream(broker.getOutputStream(), 1 << 16);
    this.file = file;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Takes the broker's port, the period, the file, the requests, and the ports of the devices. */
  public static void main(String[] args) throws IOException {
    var answers = new Answers();
    long periodNanos = Long.parseLong(args[1]) * 1_000_000;
    List<Ask> asks = new ArrayList<>();
    for (String each : args[3].split(",", -1)) {
      String[] parts = each.split(":", -1);
      asks.add(
          new Ask(
              Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }
    try (var broker = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        FileChannel file =
            FileChannel.open(
                Path.of(args[2]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      broker.setTcpNoDelay(true);
      var bare = new BareProcess(broker, file);
      bare.connect();
      int devices = args.length - 4;
      for (int i = 0; i < devices; i++) {
        int port = Integer.parseInt(args[4 + i]);
        String topic = "bench/" + Tags.source(i);
        long phase = i * periodNanos / devices;
        Thread _ =
            Thread.ofPlatform()
                .daemon()
                .name(topic)
                .start(() -> bare.carry(port, asks, topic, periodNanos, phase));
      }
      answers.tell("ready");
      answers.giveUntilStopped(Map.of());
    }
    answers.stopped();
  }

  private void connect() throws IOException {
    byte[] name = ascii("bare");
    ByteBuffer hello = ByteBuffer.allocate(64).put((byte) 0x10).put((byte) (13 + name.length));
    hello.putShort((short) 4).put(ascii("MQTT")).put((byte) 5).put((byte) 2).putShort((short) 600);
    hello.put((byte) 0).putShort((short) name.length).put(name);
    north.write(hello.array(), 0, hello.position());
    north.flush();
    var in = new DataInputStream(broker.getInputStream());
    int _ = packet(in);
    Thread _ = Thread.ofPlatform().daemon().name("acks").start(() -> hear(in));
  }

  /** Skips a packet; its kind. */
  private static int packet(DataInputStream in) throws IOException {
    int head = in.readUnsignedByte();
    in.skipNBytes(in.readUnsignedByte());
    return head >> 4;
  }

  private void hear(DataInputStream in) {
    try {
      while (true) {
        if (packet(in) == 4) {
          room.release();
        }
      }
    } catch (IOException e) {
      // The end.
    }
  }

  private void carry(int port, List<Ask> asks, String topic, long periodNanos, long phase) {
    long due = System.nanoTime() + phase;
    int values = asks.stream().mapToInt(Ask::tags).sum();
    int bytes = asks.stream().mapToInt(each -> 2 * each.quantity()).sum();
    int[] wholes = new int[values];
    ByteBuffer read = ByteBuffer.allocateDirect(bytes);
    try (var device = new Socket(InetAddress.getLoopbackAddress(), port)) {
      device.setTcpNoDelay(true);
      while (true) {
        while (System.nanoTime() - due < 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        due = Math.max(due + periodNanos, System.nanoTime() - periodNanos);
        read(device, asks, read, wholes);
        append(read);
        for (int from = 0; from < values; from += VALUES_PER_MESSAGE) {
          publish(topic, wholes, from, Math.min(values, from + VALUES_PER_MESSAGE));
        }
      }
    } catch (IOException | InterruptedException e) {
      // The end.
    }
  }

  private static void read(Socket device, List<Ask> asks, ByteBuffer read, int[] wholes)
      throws IOException {
    OutputStream out = device.getOutputStream();
    var in = new DataInputStream(device.getInputStream());
    byte[] answer = new byte[MBAP_BYTES + 256];
    read.clear();
    int asked = 0;
    int at = 0;
    for (int i = 0; i < asks.size(); i++) {
      while (asked < asks.size() && asked < i + UNDER_WAY) {
        out.write(asks.get(asked).frame(asked));
        asked++;
      }
      int length = MBAP_BYTES + 2 + 2 * asks.get(i).quantity();
      if (in.readNBytes(answer, 0, length) < length) {
        throw new EOFException("the device is gone");
      }
      read.put(answer, MBAP_BYTES + 2, length - MBAP_BYTES - 2);
      int whole = (int) ByteBuffer.wrap(answer).getFloat(MBAP_BYTES + 2);
      for (int k = 0; k < asks.get(i).tags(); k++) {
        wholes[at++] = whole;
      }
    }
    read.flip();
  }

  private void append(ByteBuffer read) throws IOException {
    synchronized (file) {
      int _ = file.write(read);
      file.force(false);
    }
  }

  private void publish(String topic, int[] wholes, int from, int to)
      throws IOException, InterruptedException {
    int count = to - from;
    ByteBuffer message = ByteBuffer.allocate(64 + topic.length() + count * ELEMENT.length);
    message.putShort((short) topic.length()).put(ascii(topic));
    int id = message.position();
    message.putShort((short) 0).put((byte) 0).put((byte) '[');
    for (int i = from; i < to; i++) {
      int at = message.position() + VALUE_AT;
      message.put(ELEMENT);
      int whole = wholes[i];
      for (int digit = DIGITS - 1; digit >= 0; digit--) {
        message.put(at + digit, (byte) ('0' + whole % 10));
        whole /= 10;
      }
    }
    room.acquire();
    synchronized (this) {
      message.putShort(id, (short) nextId);
      nextId = nextId % 0xffff + 1;
      north.write(0x32);
      int left = message.position();
      while (left > 0x7f) {
        north.write((left & 0x7f) | 0x80);
        left >>= 7;
      }
      north.write(left);
      north.write(message.array(), 0, message.position());
      north.flush();
    }
  }
}
