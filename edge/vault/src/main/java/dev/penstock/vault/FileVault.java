package dev.penstock.vault;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.shred.PeriodKey;
import dev.penstock.flow.shred.KeyFound;
import dev.penstock.flow.shred.KeyPeriod;
import dev.penstock.flow.shred.KeyPeriod.State;
import dev.penstock.flow.shred.KeyVault;
import dev.penstock.flow.shred.ShredOrder;
import dev.penstock.flow.shred.ShredOrder.Step;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The vault's keys on files. A key is destroyed in two steps: a row that says so is durable, and
 * from then on nobody is given the key; then its bytes are overwritten. A start overwrites again
 * what a crash may have left. After a failed write of an order no order is taken before the vault
 * was opened again; a key that could not be made durable is made anew, in the same place, for
 * nothing was sealed with it. All fields are guarded by the object itself.
 */
public final class FileVault implements KeyVault, Closeable {
  static final String FOLDER = "shred-keys";

  private final KeyFile file;
  private final OrderFile orders;
  private final RandomGenerator random;
  private final Map<ByteString, KeyFile.Head> byId = new HashMap<>();
  private final Map<Long, List<KeyFile.Head>> bySource = new HashMap<>();

  /** By the keys that they condemn. */
  private final Map<ByteString, Progress> condemned = new HashMap<>();

  private final Map<ByteString, Progress> byOrder = new LinkedHashMap<>();

  /** The key last used for each source, so that the file is not read for each value. */
  private final Map<Long, InUse> inUse = new HashMap<>();

  /** What stands in the file of orders is unknown. */
  private boolean isBroken;

  private boolean isClosed;

  private static final class Progress {
    private final ShredOrder order;
    private Step step = Step.ORDERED;

    private Progress(ShredOrder order) {
      this.order = order;
    }

    boolean isDestroyed() {
      return step == Step.DESTROYED || step == Step.DONE;
    }
  }

  private record InUse(KeyFile.Head head, PeriodKey key) {
    boolean isFor(long at) {
      return head.from() <= at && at < head.to();
    }
  }

  private FileVault(KeyFile file, OrderFile orders, RandomGenerator random) {
    this.file = file;
    this.orders = orders;
    this.random = random;
  }

  /**
   * Opens the vault, or makes it, and finishes the destruction of keys that a crash cut off.
   *
   * @param storage the folder {@code vault}
   * @param random cryptographically strong
   */
  public static FileVault open(Storage storage, RandomGenerator random) throws IOException {
    storage.createFolder(FOLDER);
    storage.forceFolder("", ForceAt.FOLDER_NAME);
    KeyFile file = KeyFile.open(storage);
    OrderFile orders = null;
    boolean isOpen = false;
    try {
      orders = OrderFile.open(storage);
      var vault = new FileVault(file, orders, random);
      vault.read();
      isOpen = true;
      return vault;
    } finally {
      if (!isOpen) {
        file.close();
        if (orders != null) {
          orders.close();
        }
      }
    }
  }

  private synchronized void read() throws IOException {
    file.heads().forEach(this::know);
    for (OrderFile.Row row : orders.rows()) {
      switch (row) {
        case OrderFile.Row.Ordered(var order) -> know(order);
        case OrderFile.Row.Taken(var order, var step) -> {
          Progress known = byOrder.get(order);
          if (known == null) {
            throw new IOException("vault/" + OrderFile.NAME + " is damaged: no order " + order);
          }
          known.step = step;
        }
      }
    }
    var rest = new ArrayList<KeyFile.Head>();
    condemned.forEach((id, progress) -> {
      KeyFile.Head head = byId.get(id);
      if (progress.isDestroyed() && head != null) {
        rest.add(head);
      }
    });
    file.erase(rest);
  }

  private void know(KeyFile.Head head) {
    KeyFile.Head _ = byId.put(head.id(), head);
    boolean _ = bySource.computeIfAbsent(head.source(), _ -> new ArrayList<>()).add(head);
  }

  private void know(ShredOrder order) {
    var progress = new Progress(order);
    Progress _ = byOrder.put(order.id(), progress);
    order.keys().forEach(key -> condemned.put(key, progress));
  }

  @Override
  public synchronized PeriodKey keyFor(long source, long at, ShredPolicy policy)
      throws IOException {
    InUse used = inUse.get(source);
    if (used != null && used.isFor(at)) {
      return used.key();
    }
    for (KeyFile.Head head : bySource.getOrDefault(source, List.of()).reversed()) {
      if (head.from() <= at && at < head.to() && !condemned.containsKey(head.id())) {
        Optional<PeriodKey> key = readable(head);
        if (key.isPresent()) {
          InUse _ = inUse.put(source, new InUse(head, key.get()));
          return key.get();
        }
      }
    }
    return made(source, at, policy);
  }

  /** A key that cannot be read is followed by another: what comes must not wait for its sector. */
  private Optional<PeriodKey> readable(KeyFile.Head head) {
    try {
      return file.key(head);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private PeriodKey made(long source, long at, ShredPolicy policy) throws IOException {
    byte[] secret = new byte[PeriodKey.SECRET_BYTES];
    random.nextBytes(secret);
    ByteString id = newId();
    requireOpen();
    file.requireRoom();
    KeyFile.Head head = file.add(id, secret, source, policy.startOf(at), policy.endOf(at), at);
    know(head);
    PeriodKey key = PeriodKey.of(id, secret);
    InUse _ = inUse.put(source, new InUse(head, key));
    return key;
  }

  private ByteString newId() {
    byte[] id = new byte[PeriodKey.ID_BYTES];
    random.nextBytes(id);
    return ByteString.of(id);
  }

  private void requireOpen() throws IOException {
    if (isClosed) {
      throw new IOException("the vault is closed");
    }
  }

  private void requireSound() throws IOException {
    requireOpen();
    if (isBroken) {
      throw new IOException(
          "an order could not be written, and what the vault has on disk is unknown; start the"
              + " node again when the disk is well");
    }
  }

  @Override
  public synchronized KeyFound find(ByteString id) throws IOException {
    Progress progress = condemned.get(id);
    if (progress != null && progress.isDestroyed()) {
      ShredOrder order = progress.order;
      return new KeyFound.Destroyed(order.at(), order.by(), order.reason());
    }
    KeyFile.Head head = byId.get(id);
    return head == null
        ? new KeyFound.Missing()
        : file.key(head).<KeyFound>map(KeyFound.Live::new).orElseGet(KeyFound.Missing::new);
  }

  @Override
  public synchronized List<KeyPeriod> periods(long source) {
    return bySource.getOrDefault(source, List.of()).stream()
        .map(head ->
            new KeyPeriod(head.id(), source, head.from(), head.to(), head.made(), state(head.id())))
        .toList();
  }

  private State state(ByteString id) {
    Progress progress = condemned.get(id);
    if (progress == null) {
      return State.LIVE;
    }
    return progress.isDestroyed() ? State.DESTROYED : State.CONDEMNED;
  }

  @Override
  public synchronized void order(ShredOrder order) throws IOException {
    for (ByteString key : order.keys()) {
      if (!byId.containsKey(key) || condemned.containsKey(key)) {
        throw new IllegalArgumentException("key " + key + " is not here, or condemned already");
      }
    }
    add(new OrderFile.Row.Ordered(order));
    know(order);
    Collection<InUse> uses = inUse.values();
    boolean _ = uses.removeIf(use -> order.keys().contains(use.head().id()));
  }

  private void add(OrderFile.Row row) throws IOException {
    requireSound();
    isBroken = true;
    orders.add(row);
    isBroken = false;
  }

  @Override
  public synchronized void advance(ByteString order, Step step) throws IOException {
    Progress progress = byOrder.get(order);
    if (progress == null || step.compareTo(progress.step) <= 0) {
      throw new IllegalStateException("order " + order + " cannot become " + step);
    }
    add(new OrderFile.Row.Taken(order, step));
    progress.step = step;
    if (step == Step.DESTROYED) {
      var heads = new ArrayList<KeyFile.Head>();
      progress
          .order
          .keys()
          .forEach(key -> Optional.ofNullable(byId.get(key)).ifPresent(heads::add));
      isBroken = true;
      file.erase(heads);
      isBroken = false;
    }
  }

  @Override
  public synchronized Map<ShredOrder, Step> unfinished() {
    var all = new LinkedHashMap<ShredOrder, Step>();
    for (Progress progress : byOrder.values()) {
      if (progress.step != Step.DONE) {
        Step _ = all.put(progress.order, progress.step);
      }
    }
    return all;
  }

  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    try (file) {
      orders.close();
    }
  }
}
