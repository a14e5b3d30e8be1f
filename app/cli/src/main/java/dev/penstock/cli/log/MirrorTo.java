package dev.penstock.cli.log;

import dev.penstock.merkle.mirror.MirrorTarget;
import dev.penstock.objects.ObjectMirror;
import dev.penstock.objects.StorePlace;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import dev.penstock.tiles.FolderMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where a log is copied to, held for one command. */
interface MirrorTo extends AutoCloseable {
  /** The copy, once it is known that it can be one. */
  MirrorTarget target() throws IOException, Unusable;

  /** Where evidence of this name lies, for a person. */
  String place(String name);

  @Override
  void close() throws IOException;

  /** Names that a copy may have at its top; a folder with others is none. */
  Set<String> OURS =
      Set.of(
          "checkpoint",
          "checkpoint.new",
          "conflicts",
          "mirror.lock",
          "mirror.pending",
          "mirror.pending.new",
          "tile");

  /** A folder, made when it is not there. */
  static MirrorTo folder(Path folder) throws IOException, Unusable {
    if (LedgerFolder.in(folder).isPresent()) {
      throw new Unusable(folder + " is a node's own folder; a copy goes into another one");
    }
    Path made;
    try {
      made = Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Unusable(folder + " cannot be made: " + e.getMessage());
    }
    try (Stream<Path> there = Files.list(made)) {
      List<String> strangers =
          there
              .map(path -> path.getFileName().toString())
              .filter(name -> !OURS.contains(name))
              .limit(3)
              .toList();
      if (!strangers.isEmpty()) {
        throw new Unusable(
            folder
                + " holds other files ("
                + String.join(", ", strangers)
                + "); name an empty one");
      }
    }
    Storage storage = Opened.forWriting(made);
    try {
      StorageLock lock = storage.lock("mirror.lock", "pid " + ProcessHandle.current().pid());
      return new Folder(folder, new FolderMirror(storage), lock);
    } catch (StorageLockedException e) {
      throw new Unusable(folder + " is being written by another mirror: " + e.getMessage());
    }
  }

  /**
   * A place in an object store.
   *
   * @param retention for how long what is put there is locked, or empty for a copy without lock
   */
  static MirrorTo store(
      ObjectStoreOptions.Store store, Optional<Duration> retention, ObjectMirror.Pace pace) {
    ObjectMirror mirror =
        ObjectMirror.at(store.place(), store.keys(), retention, InstantSource.system(), pace);
    return new Objects(store.place(), mirror, retention.isPresent());
  }

  /** A place in an object store, asked before its first use whether it can hold what it gets. */
  final class Objects implements MirrorTo {
    private final StorePlace place;
    private final ObjectMirror mirror;
    private final boolean isLocked;
    private boolean isKnown;

    private Objects(StorePlace place, ObjectMirror mirror, boolean isLocked) {
      this.place = place;
      this.mirror = mirror;
      this.isLocked = isLocked;
    }

    @Override
    public MirrorTarget target() throws IOException, Unusable {
      if (!isKnown) {
        require(mirror.bucket());
        isKnown = true;
      }
      return mirror;
    }

    private void require(ObjectMirror.Bucket bucket) throws Unusable {
      switch (bucket) {
        case ObjectMirror.Bucket.Lockable() -> {
          // As it should be.
        }
        case ObjectMirror.Bucket.WithoutLock() -> {
          if (isLocked) {
            throw new Unusable(
                "bucket "
                    + place.bucket()
                    + " has no object lock, so whoever has its keys can delete the copy: make a"
                    + " bucket with object lock, or say --no-lock instead of --retain");
          }
        }
        case ObjectMirror.Bucket.Unusable(var why) -> throw new Unusable(why);
      }
    }

    @Override
    public String place(String name) {
      return place.address(name);
    }

    @Override
    public void close() {
      mirror.close();
    }
  }

  /** A folder of this machine. */
  record Folder(Path path, MirrorTarget target, StorageLock lock) implements MirrorTo {
    @Override
    public String place(String name) {
      return path.resolve(name).toString();
    }

    @Override
    public void close() throws IOException {
      lock.close();
    }
  }
}
