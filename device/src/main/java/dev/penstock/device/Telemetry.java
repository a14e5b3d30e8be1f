package dev.penstock.device;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device's own signed chain of telemetry. Records go in from any thread; {@link #tick}, called by
 * one thread every 100 ms or so and right after an alarm, seals what is due, stores it and sends
 * it; {@link #acknowledged} frees what the gateway has made durable.
 *
 * <p>Order of things, never changed: sealed, stored durably, sent, acknowledged, freed. So a crash
 * at any point leaves either a block that is sent again unchanged, or records that never had a
 * place in the chain.
 */
public final class Telemetry implements AutoCloseable {
  /** The OPC UA status code of a value that is as it should be. */
  public static final long GOOD = 0;

  private static final int SAMPLE = 1;
  private static final int EVENT = 2;
  private static final int ALARM = 4;
  private static final int BOOT = 12;
  private static final int KEY_CHANGE = 13;
  private static final int CHAIN_RESET = 14;

  /** Room for the chain's own records, and for the blocks that an orderly end makes. */
  private static final long RESERVE_BYTES = 4L * Settings.HEADER_BYTES;

  /** Each time so many more blocks are without an ack, heartbeats become rarer by one interval. */
  private static final int UNHEARD_COUNT = 8;

  // How the boot before this one ended.
  private static final int UNKNOWN = 0;
  private static final int ORDERLY = 1;
  private static final int CRASH = 2;

  private final Settings settings;
  private final DeviceWorld world;
  private final Outbox outbox;

  // From here on: owned by the lock of this object. The transport is never called under it.
  private final SortedMap<Long, Kept> kept = new TreeMap<>();
  private DeviceKey key;
  private ChainState state;
  private int flags = Block.BOOT;
  private long lastEndTicks;
  private byte @Nullable [] evidence;
  private byte @Nullable [] echo;

  /** Written under the lock; read without it to decide about room. */
  private volatile long keptBytes;

  /** A stored block without an ack: its link before its message, and when it was last sent. */
  private static final class Kept {
    final byte[] stored;
    @Nullable Long sentTicks;

    Kept(byte[] stored) {
      this.stored = stored;
    }
  }

  /** Starts one boot more; its counter is durable before this returns. */
  private Telemetry(Settings settings, DeviceKey key, DeviceWorld world, ChainState state)
      throws IOException {
    this.settings = settings;
    this.key = key;
    this.world = world;
    this.state = state;
    this.outbox = new Outbox(state.record);
    this.lastEndTicks = world.clock().ticks();
    state.boot++;
    state.isOrderly = false;
    world.store().commit(state.encode(), new TreeMap<>());
  }

  /**
   * Goes on with the stored chain, or begins the first one on a device that has none. The boot
   * counter is durable before this returns.
   *
   * @throws IOException when the stored chain cannot be believed, or was left with another key than
   *     this one
   */
  public static Telemetry start(Settings settings, DeviceKey key, DeviceWorld world)
      throws IOException {
    Optional<byte[]> stored = world.store().state();
    ChainState fresh = fresh(key, world);
    ChainState state = stored.isPresent() ? ChainState.decode(stored.get()) : fresh;
    if (!Arrays.equals(state.kid, fresh.kid)) {
      throw new IOException("the stored chain was left with another key than the one given");
    }
    int before = stored.isEmpty() ? UNKNOWN : state.isOrderly ? ORDERLY : CRASH;
    SortedMap<Long, byte[]> blocks = world.store().blocks(state.seq);
    var telemetry = new Telemetry(settings, key, world, state);
    blocks.forEach(telemetry::keep);
    telemetry.boot(before);
    return telemetry;
  }

  /**
   * Begins a new chain after the stored one was lost. The observer calls it foreign until somebody
   * admits it.
   */
  public static Telemetry reset(Settings settings, DeviceKey key, DeviceWorld world, LostChain lost)
      throws IOException {
    ChainState state = fresh(key, world);
    state.boot = lost.boot();
    state.record = lost.record() + 1;
    HexFormat hex = HexFormat.of();
    byte[] chain = hex.parseHex(lost.chain());
    byte[] link = hex.parseHex(lost.lastLink());
    Object[] nobody = {};
    Object[] value = {
      settings.origin(), chain, lost.lastSeq(), link, lost.reason(), nobody, null, Cbor.EMPTY_MAP,
    };
    world.store().blocks(0).clear(); // seqEnd 0: whatever is left of the old chain is dropped
    var telemetry = new Telemetry(settings, key, world, state);
    telemetry.own(CHAIN_RESET, value);
    telemetry.flags |= Block.CHAIN_RESET;
    telemetry.boot(UNKNOWN);
    return telemetry;
  }

  private static ChainState fresh(DeviceKey key, DeviceWorld world) {
    var state = new ChainState();
    world.random().nextBytes(state.chain);
    state.kid = Cose.thumbprint(key.algorithm(), key.publicKey());
    return state;
  }

  private void boot(int before) {
    own(BOOT, new Object[] {state.boot, settings.software(), before, null, Cbor.EMPTY_MAP});
  }

  /**
   * A sample; false when there was no room, which the chain then says by itself.
   *
   * @param timeNanos since 1970-01-01T00:00:00Z without leap seconds; null where unknown
   * @param quality an OPC UA status code
   * @param value a Long, Integer, Double, Float, Boolean, String, {@code byte[]}, {@link
   *     BigDecimal} (kept exactly), or null where the quality says why there is none
   */
  public boolean sample(
      long point, @Nullable Long timeNanos, long quality, @Nullable Object value) {
    return offer(SAMPLE, number32("point", point), timeNanos, quality, value);
  }

  /** Something that happened; severity 0 to 1000, 1000 worst. */
  public boolean event(@Nullable Long timeNanos, String code, int severity, String text) {
    return offer(EVENT, null, timeNanos, GOOD, new Object[] {code, severity, text, Cbor.EMPTY_MAP});
  }

  /**
   * An alarm entered another phase (0 active, 1 acknowledged, 2 cleared; records.cddl has all): its
   * block closes at the next tick.
   */
  public boolean alarm(
      long point, @Nullable Long nanos, String condition, int phase, int severity, String text) {
    Object[] value = {condition, phase, severity, text, Cbor.EMPTY_MAP};
    boolean isTaken = offer(ALARM, number32("point", point), nanos, GOOD, value);
    outbox.hurry();
    return isTaken;
  }

  /**
   * The SHA-256 of the newest attestation evidence this device has given; every block names it from
   * now on.
   */
  public synchronized void evidence(byte[] sha256) {
    if (sha256.length != 32) {
      throw new IllegalArgumentException("hash has " + sha256.length + " bytes, must be 32");
    }
    evidence = sha256.clone();
  }

  /** A record of the chain itself: for these few there is always room, in the reserve. */
  private void own(int kind, Object[] value) {
    var record = Outbox.record(kind, null, wall(), GOOD, value);
    if (!outbox.offer(record, world.clock().ticks(), Long.MAX_VALUE)) {
      throw new IllegalStateException("no room for a record of kind " + kind);
    }
  }

  private boolean offer(
      int kind, @Nullable Long point, @Nullable Long time, long quality, @Nullable Object value) {
    long status = number32("quality", quality);
    var record = Outbox.record(kind, point, time, status, value);
    return outbox.offer(record, world.clock().ticks(), roomBytes());
  }

  private static long number32(String name, long n) {
    if (n < 0 || n > 0xffff_ffffL) {
      throw new IllegalArgumentException(name + " " + n + ", must be 0..4294967295");
    }
    return n;
  }

  private @Nullable Long wall() {
    long nanos = world.clock().wallNanos();
    return nanos < 0 ? null : nanos;
  }

  /** What is left for records, which is all but the reserve. */
  private long roomBytes() {
    return settings.bufferBytesMax() - RESERVE_BYTES - keptBytes;
  }

  /**
   * Seals, stores and sends what is due, a heartbeat among it. When the store or the transport
   * fails, nothing is lost: the next tick tries again.
   */
  public void tick() throws IOException {
    synchronized (this) {
      long ticks = world.clock().ticks();
      outbox.confess(ticks, roomBytes());
      while (outbox.isDue(ticks, settings.closeAfter().toNanos()) && roomBytes() > 0) {
        seal();
      }
      // Nobody hears a heartbeat while acks are missing, and each takes room from records.
      long pause = settings.heartbeatAfter().toNanos() * (1 + kept.size() / UNHEARD_COUNT);
      if (ticks - lastEndTicks >= pause && roomBytes() > 0) {
        seal();
      }
    }
    send();
  }

  /** One block of what waits; without records, a heartbeat. */
  private void seal() throws IOException {
    List<byte[]> batch = outbox.batch();
    Block block = make(key, state, batch, flags);
    commit(List.of(block), state.after(block, batch.size(), state.kid, outbox.nextSeq()));
  }

  private Block make(DeviceKey with, ChainState at, List<byte[]> records, int flag)
      throws IOException {
    byte[] saltKey = new byte[32];
    world.random().nextBytes(saltKey);
    var about = new Block.About();
    about.startTicks = lastEndTicks;
    about.endTicks = Math.max(lastEndTicks, world.clock().ticks());
    about.wallNanos = wall();
    about.clockQuality = about.wallNanos == null ? 0 : world.clock().quality();
    about.evidence = evidence;
    about.echo = echo;
    about.flags = flag;
    lastEndTicks = about.endTicks;
    return Block.make(settings.origin(), at, about, records, saltKey, with);
  }

  private void commit(List<Block> blocks, ChainState next) throws IOException {
    SortedMap<Long, byte[]> stored = new TreeMap<>();
    long seq = next.seq - blocks.size();
    for (Block block : blocks) {
      var both = ByteBuffer.allocate(block.link.length + block.message.length);
      stored.put(seq++, both.put(block.link).put(block.message).array());
    }
    world.store().commit(next.encode(), stored);
    stored.forEach(this::keep);
    outbox.remove((int) (next.first - state.first), world.clock().ticks());
    state = next;
    flags = 0;
  }

  private synchronized void keep(long seq, byte[] stored) {
    kept.put(seq, new Kept(stored));
    keptBytes += stored.length;
  }

  private void send() throws IOException {
    List<Kept> due = new ArrayList<>();
    synchronized (this) {
      long patience = settings.resendAfter().toNanos();
      long ticks = world.clock().ticks();
      for (Kept block : kept.values()) {
        // Of those sent before, the oldest alone is tried again.
        if (block.sentTicks == null || (due.isEmpty() && ticks - block.sentTicks >= patience)) {
          due.add(block);
        }
      }
    }
    for (Kept block : due) {
      world.transport().send(Arrays.copyOfRange(block.stored, 32, block.stored.length));
      synchronized (this) {
        block.sentTicks = world.clock().ticks();
      }
    }
  }

  /** The link was lost and is back: the next tick sends again all that has no ack, oldest first. */
  public synchronized void reconnected() {
    kept.values().forEach(block -> block.sentTicks = null);
  }

  /**
   * Takes an ack from the wire. True when it is the gateway's own and freed a block; anything else
   * changes nothing.
   *
   * @throws IOException when the store cannot forget the block, which it then merely keeps too long
   */
  public boolean acknowledged(byte[] bytes) throws IOException {
    Optional<GatewayKey.Ack> opened = world.gateway().open(bytes);
    if (opened.isEmpty()) {
      return false;
    }
    GatewayKey.Ack ack = opened.get();
    synchronized (this) {
      Kept block = kept.get(ack.seq);
      if (block == null
          || !Arrays.equals(ack.chain, state.chain)
          || !Arrays.equals(ack.link, Arrays.copyOf(block.stored, 32))) {
        return false;
      }
      echo = ack.challenge;
      keptBytes -= block.stored.length;
      kept.remove(ack.seq);
    }
    world.store().free(ack.seq);
    return true;
  }

  /**
   * Hands the chain to a new key: one block signed by the old key announces it, the next, signed by
   * the new key, confirms (block.md §6). Both are durable before either is sent; from then on the
   * old key is not used.
   */
  public synchronized void changeKey(DeviceKey next, String reason) throws IOException {
    drain();
    byte[] raw = next.publicKey();
    byte[] kid = Cose.thumbprint(next.algorithm(), raw);
    byte[] cose = Cose.key(next.algorithm(), raw);
    Object[] value = {0, state.kid, kid, cose, state.seq + 1, reason, Cbor.EMPTY_MAP};
    own(KEY_CHANGE, value);
    own(KEY_CHANGE, value);
    List<byte[]> both = outbox.batch();
    Block announced = make(key, state, both.subList(0, 1), flags | Block.KEY_CHANGE);
    ChainState between = state.after(announced, 1, kid, state.record);
    Block confirmed = make(next, between, both.subList(1, 2), Block.KEY_CONFIRM);
    commit(List.of(announced, confirmed), between.after(confirmed, 1, kid, outbox.nextSeq()));
    key = next;
  }

  /** Seals all that waits, and uses the reserve for it. */
  private void drain() throws IOException {
    while (!outbox.batch().isEmpty() && roomBytes() + RESERVE_BYTES > 0) {
      seal();
    }
  }

  /** How many blocks no ack has come for. */
  public synchronized int unacknowledgedCount() {
    return kept.size();
  }

  /**
   * Seals what waits and marks the end as orderly; blocks without an ack stay stored for the next
   * start.
   */
  @Override
  public synchronized void close() throws IOException {
    outbox.confess(world.clock().ticks(), Long.MAX_VALUE);
    drain();
    state.isOrderly = true;
    state.record = outbox.nextSeq();
    world.store().commit(state.encode(), new TreeMap<>());
  }
}
