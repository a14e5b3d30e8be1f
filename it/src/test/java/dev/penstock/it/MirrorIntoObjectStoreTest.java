package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.it.peers.Peers;
import dev.penstock.it.peers.S3Mock;
import dev.penstock.merkle.mirror.HeldTiles;
import dev.penstock.merkle.mirror.Mirror;
import dev.penstock.merkle.mirror.MirrorOutcome;
import dev.penstock.merkle.mirror.MirrorProgress;
import dev.penstock.merkle.mirror.MirrorSource;
import dev.penstock.merkle.mirror.MirrorTarget;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.tile.Fsck;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.objects.ObjectMirror;
import dev.penstock.objects.StoreKeys;
import dev.penstock.objects.StorePlace;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.testkit.Vectors;
import dev.penstock.tiles.FolderTiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log goes into an object store of others. S3Mock takes the headers of a lock and keeps none. */
class MirrorIntoObjectStoreTest {
  @TempDir private Path folder;

  private static HttpResponse<String> plain(S3Mock store, String method, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(store.endpoint().resolve(path))
              .header("x-amz-bucket-object-lock-enabled", "true")
              .method(method, BodyPublishers.noBody())
              .timeout(Duration.ofSeconds(60))
              .build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static ObjectMirror at(S3Mock store, String bucket) {
    return ObjectMirror.at(
        new StorePlace(store.endpoint(), "us-east-1", bucket, "log/"),
        new StoreKeys("any", "thing", Optional.empty()),
        Optional.of(Duration.ofDays(30)),
        InstantSource.system(),
        ObjectMirror.Pace.FREE);
  }

  @Test
  void aLogIsCopiedLockedFoundWholeAndNeverReplaced() throws Exception {
    Path vectors = Vectors.root().resolve("core/merkle/src/test/resources/vectors");
    TrustPolicy policy =
        TrustPolicy.decode(Files.readAllBytes(vectors.resolve("policy.txt")))
            .toOptional()
            .orElseThrow();
    try (S3Mock store = Peers.ofThisMachine().s3Mock(folder);
        ObjectMirror copy = at(store, "plant7")) {
      assertThat(copy.bucket())
          .isEqualTo(new ObjectMirror.Bucket.Unusable("there is no bucket plant7"));
      assertThat(plain(store, "PUT", "/plant7").statusCode()).isEqualTo(200);
      assertThat(copy.bucket()).isInstanceOf(ObjectMirror.Bucket.Lockable.class);
      var source = MirrorSource.ofFiles(new FolderTiles(vectors.resolve("log")));
      var mirror = new Mirror(source, copy, new JdkSignatures(), policy, 0);
      assertThat(mirror.run(MirrorProgress.NONE)).isInstanceOf(MirrorOutcome.Advanced.class);
      assertThat(mirror.run(MirrorProgress.NONE)).isInstanceOf(MirrorOutcome.UpToDate.class);
      var report = Fsck.of(new HeldTiles(copy)).run(FsckProgress.NONE);
      assertThat(report.findings()).isEmpty();
      assertThat(report.entriesChecked()).isEqualTo(300);
      var tile = new TilePath.Hashes(0, 0, 256);
      byte[] hashes = copy.read(tile).orElseThrow();
      assertThat(copy.store(tile, hashes)).isEqualTo(MirrorTarget.Stored.ALREADY);
      assertThat(copy.store(tile, new byte[32])).isEqualTo(MirrorTarget.Stored.OTHER_BYTES);
      assertThat(copy.read(tile)).contains(hashes);
      assertThat(copy.has(new TilePath.Hashes(0, 9, 256))).isFalse();
    }
  }
}
