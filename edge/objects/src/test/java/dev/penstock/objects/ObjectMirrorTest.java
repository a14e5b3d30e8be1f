package dev.penstock.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.mirror.MirrorTarget;
import dev.penstock.merkle.tile.TilePath;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectMirrorTest {
  private static final TilePath TILE = new TilePath.Hashes(0, 1_234, 256);
  private static final byte[] BYTES = "hashes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);

  private StubStore store;
  private ObjectMirror mirror;

  @BeforeEach
  void start() throws IOException {
    store = StubStore.start();
    mirror = at(store.place("log/"), StubStore.KEYS, Optional.of(Duration.ofDays(30)));
  }

  @AfterEach
  void stop() {
    mirror.close();
    store.close();
  }

  private static ObjectMirror at(StorePlace place, StoreKeys keys, Optional<Duration> retention) {
    return ObjectMirror.at(
        place, keys, retention, InstantSource.fixed(StubStore.NOW), ObjectMirror.Pace.FREE, 1);
  }

  @Test
  void whatIsStoredIsLockedAndNeverReplaced() throws IOException {
    assertThat(mirror.has(TILE)).isFalse();
    assertThat(mirror.read(TILE)).isEmpty();
    assertThat(mirror.store(TILE, BYTES)).isEqualTo(MirrorTarget.Stored.NEW);
    assertThat(store.objects).containsOnlyKeys("/plant7/log/tile/0/x001/234");
    assertThat(store.lockedUntil)
        .containsEntry("/plant7/log/tile/0/x001/234", "2026-04-02T10:00:05Z");
    assertThat(mirror.store(TILE, BYTES)).isEqualTo(MirrorTarget.Stored.ALREADY);
    assertThat(mirror.store(TILE, OTHER)).isEqualTo(MirrorTarget.Stored.OTHER_BYTES);
    assertThat(mirror.read(TILE)).contains(BYTES);
    assertThat(mirror.has(TILE)).isTrue();
  }

  @Test
  void headsAreReplacedAndOnlyTheCheckpointIsLocked() throws IOException {
    for (MirrorTarget.Head head : MirrorTarget.Head.values()) {
      assertThat(mirror.readHead(head)).isEmpty();
      mirror.replaceHead(head, BYTES);
      mirror.replaceHead(head, OTHER);
      assertThat(mirror.readHead(head)).contains(OTHER);
    }
    assertThat(store.lockedUntil).containsOnlyKeys("/plant7/log/checkpoint");
    assertThat(mirror.keepEvidence("conflicts/x/why.txt", BYTES))
        .isEqualTo(MirrorTarget.Stored.NEW);
  }

  @Test
  void whatPassesIsTriedAgainAndALostAnswerDoesNoHarm() throws IOException {
    store.failuresLeft.set(StoreLink.TRIES_MAX - 1);
    assertThat(mirror.store(TILE, BYTES)).isEqualTo(MirrorTarget.Stored.NEW);
    store.objects.clear();
    store.answersToLose.set(1);
    // Put twice: the second one finds what the first one left.
    assertThat(mirror.store(TILE, BYTES)).isEqualTo(MirrorTarget.Stored.ALREADY);
    store.failuresLeft.set(StoreLink.TRIES_MAX);
    assertThatThrownBy(() -> mirror.has(TILE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503")
        .hasMessageContaining("tried 4 times");
  }

  @Test
  void aBucketSaysWhetherItLocks() throws IOException {
    assertThat(mirror.bucket()).isInstanceOf(ObjectMirror.Bucket.Lockable.class);
    store.isLockable = false;
    assertThat(mirror.bucket()).isInstanceOf(ObjectMirror.Bucket.WithoutLock.class);
    assertThatThrownBy(() -> mirror.store(TILE, BYTES)).hasMessageContaining("InvalidRequest");
    try (ObjectMirror free = at(store.place(""), StubStore.KEYS, Optional.empty())) {
      assertThat(free.store(TILE, BYTES)).isEqualTo(MirrorTarget.Stored.NEW);
      assertThat(store.lockedUntil).isEmpty();
    }
  }

  @Test
  void aRefusalSaysWhatAnOperatorCanDo() throws IOException {
    var absent = new StorePlace(store.place("").endpoint(), "eu-central-1", "plant8", "");
    try (ObjectMirror nowhere = at(absent, StubStore.KEYS, Optional.empty())) {
      assertThat(nowhere.bucket())
          .isEqualTo(new ObjectMirror.Bucket.Unusable("there is no bucket plant8"));
      assertThatThrownBy(() -> nowhere.read(TILE)).hasMessageContaining("no bucket plant8");
    }
    var wrong = new StoreKeys("stub-id", "wrong-secret", Optional.empty());
    try (ObjectMirror stranger = at(store.place(""), wrong, Optional.empty())) {
      assertThatThrownBy(() -> stranger.read(TILE))
          .hasMessageContaining("the access key or its secret is wrong")
          .hasMessageNotContaining("wrong-secret");
    }
    store.refusal = "AccessDenied";
    assertThatThrownBy(() -> mirror.store(TILE, BYTES))
        .hasMessageContaining("403 AccessDenied")
        .hasMessageContaining("s3:PutObjectRetention");
    assertThat(mirror.bucket()).isInstanceOf(ObjectMirror.Bucket.Unusable.class);
    store.refusal = "RequestTimeTooSkewed";
    assertThatThrownBy(() -> mirror.has(TILE)).hasMessageContaining("403");
  }

  @Test
  void onlyAddressesThatEveryStoreTakesAreTaken() {
    assertThat(StorePlace.decode("s3://plant7/log"))
        .contains(new StorePlace.Named("plant7", "log/"));
    assertThat(StorePlace.decode("s3://plant7")).contains(new StorePlace.Named("plant7", ""));
    assertThat(StorePlace.decode("s3://plant7/a/b_c/"))
        .contains(new StorePlace.Named("plant7", "a/b_c/"));
    for (String bad :
        List.of(
            "s3://",
            "s3://p",
            "s3://plant7/../x",
            "s3://plant7//x",
            "s3://Plant7",
            "s4://plant7",
            "s3://plant7/a b",
            "s3://pl..nt",
            "s3://plant7/x?y")) {
      assertThat(StorePlace.decode(bad)).as(bad).isEmpty();
    }
    for (String bad :
        List.of(
            "ftp://x",
            "localhost:9000",
            "https:///x",
            "https://x/y",
            "https://u@x",
            "https://x?y")) {
      assertThatThrownBy(() -> new StorePlace(URI.create(bad), "eu-central-1", "plant7", ""))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
