package dev.penstock.node;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.flow.devices.AckDue;
import dev.penstock.flow.devices.DeviceDesk;
import dev.penstock.flow.devices.DeviceMemory;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.node.Node.Machine;
import dev.penstock.pump.DevicePump;
import dev.penstock.pump.DeviceStart;
import dev.penstock.pump.IntakePump;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The devices that sign their own blocks: what is known of them, and the way of their acks. */
final class Devices {
  private static final String NOTES = "devices";
  private static final int NOTES_BYTES_MAX = 256 << 20;

  private final DeviceStart.Learnt learnt;
  private final Storage notes;
  private final Signer signer;
  private final Map<String, Sender> senders = new ConcurrentHashMap<>();
  private final int pinCount;

  private Devices(DeviceStart.Learnt learnt, Storage notes, Signer signer, int pinCount) {
    this.learnt = learnt;
    this.notes = notes;
    this.signer = signer;
    this.pinCount = pinCount;
  }

  /**
   * Learns what the journal has of them.
   *
   * @param signer of acks
   */
  static Devices learn(Stores stores, Storage notes, Signer signer, List<DevicePin> pins)
      throws IOException {
    return new Devices(remembered(stores, notes), notes, signer, pins.size());
  }

  /** What the journal has of them. */
  static DeviceStart.Learnt remembered(Stores stores, Storage notes) throws IOException {
    byte[] stored = ReplacedFile.read(notes, NOTES, NOTES_BYTES_MAX);
    long low = stores.ledger().view().head().low();
    return DeviceStart.learn(stores.journal(), stored, low);
  }

  /** Kept up to date by the sealer. */
  DeviceMemory memory() {
    return learnt.memory();
  }

  /** The keys that auditors need for the blocks of these devices. */
  List<TrustFile.DeviceKeys> keysOf(List<DevicePin> pins) {
    return memory().keysOf(pins);
  }

  /** Something the operator should know of the start, if so. */
  Optional<String> remark() {
    return learnt.isWhole() || pinCount == 0
        ? Optional.empty()
        : Optional.of(
            "notes/devices is lost and the journal no longer has all of it: chains of devices that"
                + " were quiet since begin anew for the observer");
  }

  /** Makes the pump that receives their blocks; not started yet. */
  DevicePump pump(
      List<DevicePin> pins,
      Signatures signatures,
      Projections projections,
      Stores stores,
      IntakePump intake,
      Machine machine)
      throws IOException {
    DeviceDesk desk;
    try {
      desk =
          DeviceDesk.resume(
              memory(),
              signatures,
              new DeviceDesk.Leaves(projections.leaves(), stores.ledger()),
              machine.random());
    } catch (IllegalArgumentException e) {
      throw new IOException("notes/devices cannot be used: " + e.getMessage(), e);
    }
    learnt.unsealed().forEach(desk::known);
    long size = stores.ledger().view().head().size();
    return new DevicePump(
        desk,
        pins,
        memory().steadyAt(nanos(machine.clock().instant())),
        signatures,
        intake,
        this::send,
        () -> projections.records().indexed() >= size,
        machine.clock());
  }

  private static long nanos(Instant now) {
    return Math.max(0, now.getEpochSecond()) * 1_000_000_000L + now.getNano();
  }

  /** Acks of devices behind this broker leave by it from now on. */
  void reachedBy(String listener, Sender sender) {
    Sender _ = senders.put(listener, sender);
  }

  /** Sends to a topic, as {@link BrokerLink#publish} does. */
  @FunctionalInterface
  interface Sender {
    boolean send(String topic, ByteString payload);
  }

  private boolean send(AckDue due) {
    Sender sender = senders.get(due.listener());
    if (sender == null) {
      return false;
    }
    try {
      byte[] signed = due.ack().sign(signer);
      return sender.send("penstock/v1/" + due.source() + "/ack", ByteString.of(signed));
    } catch (SigningException e) {
      return false; // The device asks again.
    }
  }

  /** Stores what makes the next start quick; before anything is dropped. */
  void store() throws IOException {
    ReplacedFile.write(notes, NOTES, memory().encode());
  }

  /** What a device must be given to know our acks by. */
  VerificationKey ackKey() {
    return signer.key();
  }

  int pinCount() {
    return pinCount;
  }
}
