package dev.penstock.plant;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Refusal;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model as bytes that are the same for everybody: what is hashed and approved.
 * docs/formats/plant.md says what stands where; the CBOR is deterministic (RFC 8949 §4.2.1).
 */
public final class CanonicalForm {
  /** The first item, which is version and domain in one. */
  public static final String FORMAT = "penstock-plant-1";

  /** More than the largest model that {@link Bounds} allows. */
  public static final int BYTES_MAX = 1 << 27;

  /** The order of texts by their bytes in UTF-8. */
  static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final int DEPTH_MAX = 4;

  private CanonicalForm() {}

  /** The bytes of a model. */
  public static byte[] encode(Model model) {
    var out = new CborWriter(4_096);
    out.array(6);
    out.text(FORMAT);
    title(out, 2, model.organisation());
    title(out, 2, model.site());
    out.array(model.zones().size());
    for (Zone zone : model.zones()) {
      title(out, 4, zone);
      zone.parent().ifPresentOrElse(out::text, out::nullValue);
      out.array(zone.sources().size());
      zone.sources().forEach(out::text);
    }
    out.array(model.conduits().size());
    for (Conduit conduit : model.conduits()) {
      title(out, 4, conduit);
      conduit.between().forEach(out::text);
    }
    out.array(model.assets().size());
    for (Asset asset : model.assets()) {
      title(out, 3, asset);
      out.text(asset.zone().orElseThrow());
    }
    return out.toByteArray();
  }

  private static void title(CborWriter out, int items, Element element) {
    out.array(items);
    out.text(element.id());
    out.text(element.name());
  }

  /** Reads what {@link #encode} writes, and nothing else: each model has one spelling. */
  public static Decoded<Model> decode(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      return new Decoded.Malformed<>(bytes.length + " bytes, there may be " + BYTES_MAX);
    }
    var in = new CborReader(new CborLimits(Math.max(1, bytes.length), DEPTH_MAX));
    in.reset(bytes);
    in.expectArray(6);
    if (!FORMAT.equals(in.text(FORMAT.length())) || in.isRefused()) {
      return new Decoded.Malformed<>("is no plant of the format " + FORMAT);
    }
    Draft draft = draft(in);
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

  private static Draft draft(CborReader in) {
    in.expectArray(2);
    var organisation = new Organisation(in.text(Bounds.ID_CHARS_MAX), name(in));
    in.expectArray(2);
    var site = new Site(in.text(Bounds.ID_CHARS_MAX), name(in));
    List<Zone> zones =
        list(
            in,
            Bounds.ZONES_MAX,
            () -> {
              in.expectArray(4);
              return new Zone(
                  in.text(Bounds.ID_CHARS_MAX),
                  name(in),
                  in.takeNull() ? Optional.empty() : Optional.of(in.text(Bounds.ID_CHARS_MAX)),
                  list(in, Bounds.SOURCES_MAX, () -> in.text(Bounds.SOURCE_BYTES_MAX)));
            });
    List<Conduit> conduits =
        list(
            in,
            Bounds.CONDUITS_MAX,
            () -> {
              in.expectArray(4);
              return new Conduit(
                  in.text(Bounds.ID_CHARS_MAX),
                  name(in),
                  List.of(in.text(Bounds.ID_CHARS_MAX), in.text(Bounds.ID_CHARS_MAX)));
            });
    List<Asset> assets =
        list(
            in,
            Bounds.ASSETS_MAX,
            () -> {
              in.expectArray(3);
              return new Asset(
                  in.text(Bounds.ID_CHARS_MAX),
                  name(in),
                  Optional.of(in.text(Bounds.ID_CHARS_MAX)));
            });
    return Draft.of(organisation, site, zones, conduits, assets);
  }

  /** A character of UTF-16 has at most three bytes in UTF-8. */
  private static String name(CborReader in) {
    return in.text(3 * Bounds.NAME_CHARS_MAX);
  }

  /** Ends early when something was refused: the reader then answers with nothing for ever. */
  private static <T> List<T> list(CborReader in, int countMax, Supplier<T> each) {
    int count = in.array();
    List<T> items = new ArrayList<>();
    for (int i = 0; i < count && i <= countMax && !in.isRefused(); i++) {
      items.add(each.get());
    }
    return items;
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
