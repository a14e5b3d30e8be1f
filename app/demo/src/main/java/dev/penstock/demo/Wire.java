package dev.penstock.demo;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies between a pump and the broker, in the hands of an attacker: nothing arrives that is not
 * delivered here. Belongs to one thread.
 */
final class Wire implements Closeable {
  private final SigningPump pump;
  private final BlockLink link;
  private final VerificationKey ackKey;
  private final Path folder;
  private final List<byte[]> waiting = new ArrayList<>();
  private final List<Digest> made = new ArrayList<>();
  private final List<byte[]> held = new ArrayList<>();

  /** The first block that was delivered: old by the time somebody sends it again. */
  private byte[] first = new byte[0];

  private int alarms;

  /**
   * A wire without anybody on it yet.
   *
   * @param ackKey by which devices know the node's acks
   * @param folder for devices of the attacker
   */
  Wire(SigningPump pump, BlockLink link, VerificationKey ackKey, Path folder) {
    this.pump = pump;
    this.link = link;
    this.ackKey = ackKey;
    this.folder = folder;
  }

  /** The pump makes a block with an alarm; whatever it sent before that is delivered. */
  byte[] next() throws IOException, InterruptedException {
    alarms++;
    pump.alarm("bearing at " + (60 + alarms % 30) + " degrees, reading " + alarms);
    waiting.addAll(pump.sent());
    byte[] newest = waiting.removeLast();
    carry();
    made.add(block(newest).link());
    return newest;
  }

  /** Publishes to the broker as if it came from the pump. */
  void deliver(byte[] message) throws IOException, InterruptedException {
    if (first.length == 0) {
      first = message;
    }
    link.publish(message);
  }

  /** Time passes for an honest pump: acks go back, and what it sends by itself is delivered. */
  void carry() throws IOException, InterruptedException {
    for (byte[] ack : link.acks()) {
      pump.acknowledged(ack);
    }
    pump.tick();
    waiting.addAll(pump.sent());
    for (byte[] message : waiting) {
      deliver(message);
    }
    waiting.clear();
  }

  /** Keeps a block from arriving, for now. */
  void hold(byte[] message) {
    held.add(message);
  }

  /** Delivers what was held. */
  void deliverHeld() throws IOException, InterruptedException {
    for (byte[] message : held) {
      deliver(message);
    }
    held.clear();
  }

  /** How many are held. */
  int heldCount() {
    return held.size();
  }

  /** The oldest block there is. */
  byte[] first() {
    return first;
  }

  /** A device of the attacker that boots from a folder. */
  SigningPump device(Path home, String name) throws IOException {
    return SigningPump.boot(home, name, ackKey);
  }

  /** The pump, with its key and its memory. */
  SigningPump pump() {
    return pump;
  }

  /** A folder of the attacker's. */
  Path folder() {
    return folder;
  }

  /** The links of all blocks that {@link #next} had made, oldest first. */
  List<Digest> made() {
    return List.copyOf(made);
  }

  /** What a message holds. */
  static Block block(byte[] message) throws IOException {
    return switch (BlockMessage.decode(message)) {
      case Decoded.Value<BlockMessage>(var value) -> value.block();
      case Decoded.Refused<BlockMessage>(var why) -> throw new IOException("no block: " + why);
    };
  }

  @Override
  public void close() throws IOException {
    try (pump) {
      link.close();
    }
  }
}
