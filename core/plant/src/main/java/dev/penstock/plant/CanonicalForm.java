package dev.penstock.plant;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.Refusal;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * A model as bytes that are the same for everybody: what is hashed and approved. Each format has
 * its own bytes, which never change. docs/formats/plant.md says what stands where; the CBOR is
 * deterministic (RFC 8949 §4.2.1).
 */
public final class CanonicalForm {
  /** More than the largest model that {@link Bounds} allows. */
  public static final int BYTES_MAX = 1 << 28;

  /** The order of texts by their bytes in UTF-8. */
  static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final int DEPTH_MAX = 6;

  private CanonicalForm() {}

  /** The bytes of a model in its own format. */
  public static byte[] encode(Model model) {
    return switch (model.format()) {
      case ONE -> FormOne.encode(model);
      case TWO -> FormTwo.encode(model);
    };
  }

  /** Reads what {@link #encode} writes, and nothing else: each model has one spelling. */
  public static Decoded<Model> decode(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      return new Decoded.Malformed<>(bytes.length + " bytes, there may be " + BYTES_MAX);
    }
    var in = new CborReader(new CborLimits(Math.max(1, bytes.length), DEPTH_MAX));
    in.reset(bytes);
    int items = in.array();
    Optional<PlantFormat> format =
        Worded.of(PlantFormat.class, in.text(PlantFormat.newest().word().length()));
    if (in.isRefused() || format.isEmpty() || items != items(format.get())) {
      return new Decoded.Malformed<>(
          "is no plant of a format that is known: " + Worded.all(PlantFormat.class));
    }
    Draft draft =
        switch (format.get()) {
          case ONE -> new FormOne(in).draft();
          case TWO -> new FormTwo(in).draft();
        };
    Optional<Refusal> refusal = in.end();
    if (refusal.isPresent()) {
      return new Decoded.Malformed<>(refusal.get().toString());
    }
    return switch (ModelChecker.check(draft)) {
      case Checked.Unsound(var findings, _) ->
          new Decoded.Malformed<>(
              findings.getFirst().where().path() + " " + findings.getFirst().what());
      case Checked.Sound(var model) ->
          Arrays.equals(encode(model), bytes)
              ? new Decoded.Value<>(model)
              : new Decoded.Malformed<>("is not in canonical order");
    };
  }

  private static int items(PlantFormat format) {
    return switch (format) {
      case ONE -> FormOne.ITEMS;
      case TWO -> FormTwo.ITEMS;
    };
  }

  /** SHA-256, which every Java has. */
  public static Digest digest(byte[] bytes) {
    try {
      return Digest.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256", e);
    }
  }
}
