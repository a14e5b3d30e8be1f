package dev.penstock.device;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
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
  private static final int DAMAGED = 10;

  /** Room for the chain's own records, and for the blocks that an orderly end makes. */
  private static final long RESERVE_BYTES = 4L * Settings.HEADER_BYTES;

  /** Each time so many more blocks are without an ack, heartbeats become rarer by one interval. */
  private static final int UNHEARD_COUNT = 8;

  private final Settings settings;
  private final DeviceWorld world;
  private final Outbox outbox;

  // From here on: owned by the lock of this object. The transport is never called under it.
  /** Blocks without an ack as they are stored, {@link Block#make}, by their slot. */
  private final SortedMap<Long, byte[]> kept = new TreeMap<>();

  /** When kept blocks were last sent since the link was there. */
  private final Map<Long, Long> sentTicks = new HashMap<>();

  /** Kept blocks from here on are signed, not known to be durable, and fixed all the same. */
  private long durableEnd;

  /** Where stored blocks are that can no longer be read, until a record that says so is durable. */
  private final SortedMap<Long, byte[]> damaged = new TreeMap<>();

  private DeviceKey key;

  /** As of the newest signed block. */
  private ChainState state;

  private int flags = Block.BOOT;
  private long lastEndTicks;
  private byte @Nullable [] evidence;
  private byte @Nullable [] echo;

  /** Written under the lock; read without it to decide about room. */
  private volatile long keptBytes;

  private Telemetry(Settings settings, DeviceKey key, DeviceWorld world, ChainState state) {
    this.settings = settings;
    this.key = key;
    this.world = world;
    this.state = state;
    this.outbox = new Outbox(state.record);
    this.durableEnd = state.slot + state.seq;
    this.lastEndTicks = Cbor.inRange("ticks", world.clock().ticks(), 0, Long.MAX_VALUE);
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
    // Unknown, orderly, in a crash.
    int before = stored.isEmpty() ? 0 : state.isOrderly ? 1 : 2;
    state.boot++;
    state.isOrderly = false;
    var telemetry = new Telemetry(settings, key, world, state);
    telemetry.load(world.store().blocks(state.slot + state.seq), before);
    world.store().commit(state.encode(), new TreeMap<>());
    return telemetry;
  }

  /**
   * Begins a new chain after the stored one was lost; its first block is durable before this
   * returns. The observer calls it foreign until somebody admits it. Blocks of the old chain that
   * can still be read are sent until their acks come.
   */
  public static Telemetry reset(Settings settings, DeviceKey key, DeviceWorld world, LostChain lost)
      throws IOException {
    ChainState state = fresh(key, world);
    state.boot = lost.boot() + 1;
    state.record = lost.record() + 1;
    HexFormat hex = HexFormat.of();
    byte[] chain = hex.parseHex(lost.chain());
    byte[] link = hex.parseHex(lost.lastLink());
    var why = Cbor.sequence(lost.lastSeq(), link, lost.reason(), Cbor.arrayOf(0), null);
    NavigableMap<Long, byte[]> old = world.store().blocks(Long.MAX_VALUE);
    Map.Entry<Long, byte[]> newest = old.lastEntry();
    // A reset that was cut short left a first block that nobody has seen: its place is taken again.
    if (newest != null && Block.isFirst(newest.getValue(), chain)) {
      byte[] ignored = old.remove(newest.getKey());
    }
    state.slot = old.isEmpty() ? 0 : old.lastKey() + 1;
    var telemetry = new Telemetry(settings, key, world, state);
    telemetry.own(CHAIN_RESET, Cbor.arrayOf(8, settings.origin(), chain, why, Cbor.EMPTY_MAP));
    telemetry.load(old, 0);
    telemetry.flags |= Block.CHAIN_RESET;
    int ignored = telemetry.seal(Block.RECORDS_MAX);
    return telemetry;
  }

  /** Keeps what is stored, and says what is damaged and how the boot before this one ended. */
  private void load(SortedMap<Long, byte[]> blocks, int before) throws IOException {
    blocks.forEach(
        (slot, block) -> (block.length > Block.PLACE_BYTES ? kept : damaged).put(slot, block));
    keptBytes = kept.values().stream().mapToLong(block -> block.length).sum();
    byte[] place = Block.place(state.chain, state.seq - 1, state.link);
    byte[] newest = kept.getOrDefault(state.slot + state.seq - 1, place);
    if (state.seq > 0 && !Block.isAt(place, newest)) {
      throw new IOException("the newest stored block is not the one the stored chain goes on from");
    }
    if (!damaged.isEmpty()) {
      long first = damaged.firstKey() - state.slot; // below 0: of a chain before this one
      long last = damaged.lastKey() - state.slot;
      Object details = Cbor.map("blocks", damaged.size());
      own(Outbox.GAP, Outbox.gap(DAMAGED, 1, first, last, -1, details));
    }
    own(BOOT, new Object[] {state.boot, settings.software(), before, null, Cbor.EMPTY_MAP});
  }

  private static ChainState fresh(DeviceKey key, DeviceWorld world) {
    var state = new ChainState();
    world.random().nextBytes(state.chain);
    state.kid = Cose.thumbprint(key.algorithm(), key.publicKey());
    return state;
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
    if (value instanceof Object[]) {
      throw new IllegalArgumentException("a sample has one value");
    }
    return offer(SAMPLE, point, timeNanos, quality, value);
  }

  /**
   * Something that happened; severity 0 to 1000, 1000 worst. As everywhere here, what the format
   * has no room for is an {@code IllegalArgumentException}, and nothing was recorded.
   */
  public boolean event(@Nullable Long timeNanos, String code, int severity, String text) {
    String word = Cbor.text("code", code, 1, 255);
    return offer(EVENT, null, timeNanos, GOOD, Cbor.arrayOf(4, word, said(severity, text)));
  }

  private static Object said(int severity, String text) {
    long grade = Cbor.inRange("severity", severity, 0, 1000);
    return Cbor.sequence(grade, Cbor.text("text", text, 0, 4096), Cbor.EMPTY_MAP);
  }

  /**
   * An alarm entered another phase (0 active, 1 acknowledged, 2 cleared; records.cddl has all): its
   * block closes at the next tick.
   */
  public boolean alarm(
      long point, @Nullable Long nanos, String condition, int phase, int severity, String text) {
    String word = Cbor.text("condition", condition, 1, 255);
    long now = Cbor.inRange("phase", phase, 0, 5);
    return offer(ALARM, point, nanos, GOOD, Cbor.arrayOf(5, word, now, said(severity, text)));
  }

  /**
   * The SHA-256 of the newest attestation evidence this device has given; every block names it from
   * now on.
   */
  public synchronized void evidence(byte[] sha256) {
    evidence = Arrays.copyOf(sha256, (int) Cbor.inRange("bytes of hash", sha256.length, 32, 32));
  }

  /** A record of the chain itself: for these few there is always room, in the reserve. */
  private void own(int kind, Object value) {
    var record = Outbox.record(kind, null, wall(), GOOD, value);
    boolean ignored = outbox.offer(record, false, world.clock().ticks(), Long.MAX_VALUE);
  }

  private boolean offer(
      int kind, @Nullable Long point, @Nullable Long time, long quality, @Nullable Object value) {
    var record = Outbox.record(kind, point, time, quality, value);
    return outbox.offer(record, kind == ALARM, world.clock().ticks(), roomBytes());
  }

  private @Nullable Long wall() {
    return Outbox.known(world.clock().wallNanos());
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
    try {
      synchronized (this) {
        settle();
        long ticks = world.clock().ticks();
        outbox.confess(ticks, roomBytes());
        // Nobody hears a heartbeat while acks are missing, and each takes room from records.
        long pause = settings.heartbeatAfter().toNanos() * (1 + kept.size() / UNHEARD_COUNT);
        boolean isSilent = ticks - lastEndTicks >= pause;
        while ((isSilent || outbox.isDue(ticks, settings.closeAfter())) && roomBytes() > 0) {
          int ignored = seal(Block.RECORDS_MAX);
          isSilent = false;
        }
      }
    } finally {
      send(); // what is stored, even while the store is full: only acks make room in it
    }
  }

  /** One block of what waits; without records, a heartbeat. */
  private int seal(int countMax) throws IOException {
    List<byte[]> batch = outbox.batch(countMax);
    add(make(key, state, batch, flags), batch.size(), state.kid);
    outbox.remove(batch.size(), world.clock().ticks());
    settle();
    return batch.size();
  }

  /** From now on this block is the one with its number, and only its bytes may be stored there. */
  private synchronized void add(byte[] block, int records, byte[] kid) {
    kept.put(state.slot + state.seq, block);
    keptBytes += block.length;
    state.add(block, records, kid, outbox.nextSeq());
    flags = 0;
  }

  /**
   * Makes durable what is signed. A store that fails may have written or not, so these very bytes
   * are written again until it says that they are there.
   */
  private void settle() throws IOException {
    SortedMap<Long, byte[]> signed = new TreeMap<>(kept.tailMap(durableEnd));
    if (!signed.isEmpty()) {
      world.store().commit(state.encode(), signed);
      durableEnd = signed.lastKey() + 1;
      // The first block that is signed after a start holds the record that says what was damaged.
      world.store().free(damaged.keySet());
      damaged.clear();
    }
  }

  private byte[] make(DeviceKey with, ChainState at, List<byte[]> records, int flag)
      throws IOException {
    byte[] saltKey = new byte[32];
    world.random().nextBytes(saltKey);
    long start = lastEndTicks;
    lastEndTicks = Math.max(start, world.clock().ticks());
    Long wall = wall();
    int quality = world.clock().quality();
    int sure = wall == null || quality < 0 || quality > 62 ? 0 : quality;
    var about = Cbor.sequence(start, lastEndTicks, wall, sure, evidence, echo, flag);
    return Block.make(settings.origin(), at, about, records, saltKey, with);
  }

  private void send() throws IOException {
    SortedMap<Long, byte[]> due = new TreeMap<>();
    synchronized (this) {
      sentTicks.keySet().retainAll(kept.keySet());
      long patience = settings.resendAfter().toNanos();
      long ticks = world.clock().ticks();
      kept.headMap(durableEnd)
          .forEach((slot, block) -> {
            Long sent = sentTicks.get(slot);
            // Of those sent before, the oldest alone is tried again.
            if (sent == null || (due.isEmpty() && ticks - sent >= patience)) {
              due.put(slot, block);
            }
          });
    }
    for (Map.Entry<Long, byte[]> each : due.entrySet()) {
      byte[] block = each.getValue();
      world.transport().send(Arrays.copyOfRange(block, Block.PLACE_BYTES, block.length));
      synchronized (this) {
        sentTicks.put(each.getKey(), world.clock().ticks());
      }
    }
  }

  /** The link was lost and is back: the next tick sends again all that has no ack, oldest first. */
  public synchronized void reconnected() {
    sentTicks.clear();
  }

  /**
   * Takes an ack from the wire. True when it is the gateway's own and freed a block; anything else
   * changes nothing.
   *
   * @throws IOException when the store cannot forget the block, which it then merely keeps too long
   */
  public boolean acknowledged(byte[] bytes) throws IOException {
    GatewayKey.Ack ack = world.gateway().open(bytes).orElse(null);
    if (ack == null) {
      return false;
    }
    long slot;
    synchronized (this) {
      var ofIt = kept.entrySet().stream().filter(at -> Block.isAt(ack.place(), at.getValue()));
      Map.Entry<Long, byte[]> freed = ofIt.findFirst().orElse(null);
      boolean isOfThisChain = freed != null && freed.getKey() >= state.slot;
      if (freed == null || (isOfThisChain && ack.counter() <= state.ack)) {
        return false;
      }
      if (isOfThisChain) {
        state.ack = ack.counter(); // durable with the block that echoes it, before that leaves
        echo = ack.challenge();
      }
      slot = freed.getKey();
      keptBytes -= freed.getValue().length;
      byte[] ignored = kept.remove(slot);
    }
    world.store().free(Set.of(slot));
    return true;
  }

  /**
   * Hands the chain to a new key: one block signed by the old key announces it, the next, signed by
   * the new key, confirms (block.md §6). Both are durable before either is sent; from then on the
   * old key is not used.
   *
   * @throws IOException when a key could not sign or there was no room, and the old one goes on; or
   *     when the store failed, and later ticks try to store both blocks. Keep both keys until a
   *     call returns
   */
  public synchronized void changeKey(DeviceKey next, String reason) throws IOException {
    settle();
    byte[] cose = Cose.key(next.algorithm(), next.publicKey());
    byte[] kid = Cose.sha256().digest(cose);
    if (Arrays.equals(kid, state.kid)) {
      return;
    }
    String why = Cbor.text("reason", reason, 0, 4096);
    if (roomBytes() <= 0) {
      throw new IOException("no room for a key change before acks have come");
    }
    Outbox.Place place = outbox.reserve(2);
    try {
      for (int left = place.before(); left > 0; ) {
        left -= seal(left);
      }
      Object[] value = {0, state.kid, kid, cose, state.seq + 1, why, Cbor.EMPTY_MAP};
      var record = Outbox.record(KEY_CHANGE, null, wall(), GOOD, value);
      byte[] announced =
          make(key, state, List.of(record.apply(place.seq())), flags | Block.KEY_CHANGE);
      ChainState between = ChainState.decode(state.encode());
      between.add(announced, 1, kid, state.record);
      byte[] confirmed =
          make(next, between, List.of(record.apply(place.seq() + 1)), Block.KEY_CONFIRM);
      add(announced, 1, kid);
      add(confirmed, 1, kid);
      key = next;
    } catch (IOException | RuntimeException e) {
      outbox.drop(place.seq(), 2);
      throw e;
    }
    settle();
  }

  /** How many blocks no ack has come for. */
  public synchronized int unacknowledgedCount() {
    return kept.size();
  }

  /**
   * Seals what waits and marks the end as orderly, where there was room for all of it; blocks
   * without an ack stay stored for the next start.
   */
  @Override
  public synchronized void close() throws IOException {
    settle();
    outbox.confess(world.clock().ticks(), Long.MAX_VALUE);
    while (!outbox.batch(1).isEmpty() && roomBytes() + RESERVE_BYTES > 0) {
      int ignored = seal(Block.RECORDS_MAX);
    }
    state.isOrderly = outbox.batch(1).isEmpty();
    state.record = outbox.nextSeq();
    world.store().commit(state.encode(), new TreeMap<>());
  }
}
