package dev.penstock.objects;

import dev.penstock.merkle.mirror.MirrorTarget;
import dev.penstock.merkle.tile.TilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A copy of a log in a bucket. Tiles and bundles are put only where nothing is yet, and with a
 * retention in compliance mode, so that not even the keys used here can delete or change them
 * before it ends. The checkpoint is put anew each time; the bucket keeps its versions. Safe for one
 * thread, and meant for one mirror at a time.
 */
public final class ObjectMirror implements MirrorTarget, AutoCloseable {
  /** The largest bundle fits. */
  private static final int OBJECT_BYTES_MAX = 17 << 20;

  private static final int ANSWER_BYTES_MAX = 1 << 16;
  private static final byte[] NOTHING = new byte[0];
  private static final SortedMap<String, String> NO_QUERY = new TreeMap<>();

  /** Hears what goes over the link, and may make it wait. */
  public interface Pace {
    /** As fast as it goes. */
    Pace FREE = bytes -> {};

    void moved(int bytes) throws InterruptedException;
  }

  /** Whether a bucket can hold what is put there against everybody. */
  public sealed interface Bucket {
    /** Objects can be locked. */
    record Lockable() implements Bucket {}

    /** It is there, and does not know object lock. */
    record WithoutLock() implements Bucket {}

    /** It cannot be used, in words. */
    record Unusable(String why) implements Bucket {}
  }

  private final StorePlace place;
  private final StoreLink link;
  private final InstantSource clock;
  private final Optional<Duration> retention;

  private ObjectMirror(
      StorePlace place, StoreLink link, InstantSource clock, Optional<Duration> retention) {
    this.place = place;
    this.link = link;
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * The copy at this place; nothing is asked yet.
   *
   * @param retention for how long each object is locked, or empty for a copy without lock
   */
  public static ObjectMirror at(
      StorePlace place,
      StoreKeys keys,
      Optional<Duration> retention,
      InstantSource clock,
      Pace pace) {
    return at(place, keys, retention, clock, pace, 500);
  }

  static ObjectMirror at(
      StorePlace place,
      StoreKeys keys,
      Optional<Duration> retention,
      InstantSource clock,
      Pace pace,
      long firstDelayMs) {
    var link = new StoreLink(place, keys, clock, pace, firstDelayMs);
    return new ObjectMirror(place, link, clock, retention);
  }

  /** What the bucket is. */
  public Bucket bucket() throws IOException {
    var query = new TreeMap<>(Map.of("object-lock", ""));
    StoreLink.Answer answer =
        link.ask("GET", "/" + place.bucket(), query, Map.of(), NOTHING, ANSWER_BYTES_MAX);
    String code = answer.code();
    return switch (answer.status()) {
      case 200 ->
          new String(answer.body(), StandardCharsets.UTF_8)
                  .contains("<ObjectLockEnabled>Enabled</ObjectLockEnabled>")
              ? new Bucket.Lockable()
              : new Bucket.WithoutLock();
      case 404 ->
          code.equals("NoSuchBucket")
              ? new Bucket.Unusable("there is no bucket " + place.bucket())
              : new Bucket.WithoutLock();
      // The store does not know the question, or says that this bucket has no such setting.
      case 400, 405, 501 ->
          code.startsWith("Auth")
              ? new Bucket.Unusable(refusal(answer, "GET", place.bucket()))
              : new Bucket.WithoutLock();
      default -> new Bucket.Unusable(refusal(answer, "GET", place.bucket()));
    };
  }

  @Override
  public Optional<byte[]> readHead(Head head) throws IOException {
    return get(head.fileName());
  }

  @Override
  public Optional<byte[]> read(TilePath resource) throws IOException {
    return get(resource.text());
  }

  @Override
  public boolean has(TilePath resource) throws IOException {
    String path = place.path(resource.text());
    StoreLink.Answer answer = link.ask("HEAD", path, NO_QUERY, Map.of(), NOTHING, 0);
    return switch (answer.status()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw new IOException(refusal(answer, "HEAD", path));
    };
  }

  @Override
  public Stored store(TilePath resource, byte[] bytes) throws IOException {
    return add(resource.text(), bytes);
  }

  @Override
  public Stored keepEvidence(String name, byte[] bytes) throws IOException {
    return add(name, bytes);
  }

  @Override
  public void replaceHead(Head head, byte[] note) throws IOException {
    // What is pending is worth nothing when it is done.
    StoreLink.Answer answer = put(head.fileName(), note, Map.of(), head == Head.CHECKPOINT);
    if (answer.status() != 200) {
      throw new IOException(refusal(answer, "PUT", place.path(head.fileName())));
    }
  }

  private Stored add(String name, byte[] bytes) throws IOException {
    StoreLink.Answer answer = put(name, bytes, Map.of("if-none-match", "*"), true);
    return switch (answer.status()) {
      case 200 -> Stored.NEW;
      // Something is there: ours from a run before, or from an answer that was lost.
      case 412 -> {
        Optional<byte[]> there = get(name);
        if (there.isEmpty()) {
          throw new IOException(place.address(name) + " is there and cannot be read");
        }
        yield Arrays.equals(there.get(), bytes) ? Stored.ALREADY : Stored.OTHER_BYTES;
      }
      default -> throw new IOException(refusal(answer, "PUT", place.path(name)));
    };
  }

  private StoreLink.Answer put(
      String name, byte[] bytes, Map<String, String> headers, boolean isLocked) throws IOException {
    Map<String, String> all = new TreeMap<>(headers);
    var _ = all.put("content-md5", md5(bytes));
    if (isLocked && retention.isPresent()) {
      Instant until = clock.instant().plus(retention.get()).truncatedTo(ChronoUnit.SECONDS);
      var _ = all.put("x-amz-object-lock-mode", "COMPLIANCE");
      var _ = all.put("x-amz-object-lock-retain-until-date", until.toString());
    }
    return link.ask("PUT", place.path(name), NO_QUERY, all, bytes, ANSWER_BYTES_MAX);
  }

  private Optional<byte[]> get(String name) throws IOException {
    String path = place.path(name);
    StoreLink.Answer answer = link.ask("GET", path, NO_QUERY, Map.of(), NOTHING, OBJECT_BYTES_MAX);
    return switch (answer.status()) {
      case 200 -> Optional.of(answer.body());
      case 404 -> {
        if (answer.code().equals("NoSuchBucket")) {
          throw new IOException("there is no bucket " + place.bucket());
        }
        yield Optional.empty();
      }
      default -> throw new IOException(refusal(answer, "GET", path));
    };
  }

  /** Why the store did not do it, and what an operator can do about it. */
  private String refusal(StoreLink.Answer answer, String method, String path) {
    String said = answer.code().isEmpty() ? "" : " " + answer.code();
    String hint =
        switch (answer.code()) {
          case "RequestTimeTooSkewed" -> ": set this machine's clock";
          case "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
              ": the access key or its secret is wrong";
          case "AuthorizationHeaderMalformed", "PermanentRedirect" ->
              ": the bucket is in another region than " + place.region();
          default ->
              switch (answer.status()) {
                case 301, 307 -> ": the bucket is in another region than " + place.region();
                case 401, 403 ->
                    ": the keys must be allowed s3:GetObject, s3:PutObject, s3:ListBucket,"
                        + " s3:PutObjectRetention and s3:GetBucketObjectLockConfiguration";
                default -> "";
              };
        };
    return method + " " + path + ": the store answers " + answer.status() + said + hint;
  }

  /** A store wants to see this of an object that is locked; it is no protection. */
  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5, which object stores ask for", e);
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
