package dev.penstock.cbor.cose;

import dev.penstock.cbor.CborValue;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A protected header: an algorithm, and at will a content type, a key id and parameters that the
 * caller gives a meaning.
 */
public final class CoseHeader {
  private static final int CONTENT_FORMAT_MAX = 0xffff;
  private static final CborValue NOTHING = new CborValue.Null();

  private final CoseAlgorithm algorithm;
  private final CborValue.Map parameters;

  private CoseHeader(CoseAlgorithm algorithm, CborValue.Map parameters) {
    this.algorithm = algorithm;
    this.parameters = parameters;
  }

  /** A header that names an algorithm and nothing else. */
  public static CoseHeader of(CoseAlgorithm algorithm) {
    CborValue.Map empty = CborValue.map();
    return new CoseHeader(algorithm, empty)
        .put(CborValue.of(CoseLabel.ALG), CborValue.of(algorithm.label()));
  }

  /** The header in a message that a reader has checked. */
  static CoseHeader checked(CoseAlgorithm algorithm, CborValue.Map parameters) {
    return new CoseHeader(algorithm, parameters);
  }

  /** The same with a media type as content type. */
  public CoseHeader withContentType(String mediaType) {
    return put(CborValue.of(CoseLabel.CONTENT_TYPE), CborValue.of(mediaType));
  }

  /** The same with a CoAP content format as content type. */
  public CoseHeader withContentFormat(int number) {
    if (number < 0 || number > CONTENT_FORMAT_MAX) {
      throw new IllegalArgumentException("content format is " + number + ", must be 0..65535");
    }
    return put(CborValue.of(CoseLabel.CONTENT_TYPE), CborValue.of(number));
  }

  /** The same with a key id. */
  public CoseHeader withKeyId(byte[] keyId) {
    return put(CborValue.of(CoseLabel.KID), CborValue.of(keyId));
  }

  /** The same with another parameter. The labels that have a method of their own throw. */
  public CoseHeader with(long label, CborValue value) {
    if (label >= CoseLabel.ALG && label <= CoseLabel.KID) {
      throw new IllegalArgumentException("label " + label + " has its own method or none");
    }
    return put(CborValue.of(label), value);
  }

  /** The same with another parameter whose label is a text. */
  public CoseHeader with(String label, CborValue value) {
    return put(CborValue.of(label), value);
  }

  public CoseAlgorithm algorithm() {
    return algorithm;
  }

  /** The content type, if it is a media type. */
  public Optional<String> contentType() {
    CborValue value = parameter(CoseLabel.CONTENT_TYPE).orElse(NOTHING);
    return value instanceof CborValue.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  /** The content type, if it is a CoAP content format. */
  public OptionalInt contentFormat() {
    CborValue value = parameter(CoseLabel.CONTENT_TYPE).orElse(NOTHING);
    return value instanceof CborValue.Unsigned(var bits)
        ? OptionalInt.of((int) bits)
        : OptionalInt.empty();
  }

  /** A copy of the key id. */
  public Optional<byte[]> keyId() {
    CborValue value = parameter(CoseLabel.KID).orElse(NOTHING);
    return value instanceof CborValue.Bytes bytes ? Optional.of(bytes.value()) : Optional.empty();
  }

  /** Any parameter by its label. */
  public Optional<CborValue> parameter(long label) {
    return parameters.get(CborValue.of(label));
  }

  /** All parameters, the algorithm among them. */
  public CborValue.Map parameters() {
    return parameters;
  }

  /** The encoded map, which is the content of the protected byte string. */
  public byte[] encode() {
    return parameters.encode();
  }

  private CoseHeader put(CborValue label, CborValue value) {
    var pairs = new ArrayList<>(parameters.pairs());
    pairs.removeIf(pair -> pair.key().equals(label));
    pairs.add(new CborValue.Pair(label, value));
    return new CoseHeader(algorithm, new CborValue.Map(pairs));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CoseHeader that && parameters.equals(that.parameters);
  }

  @Override
  public int hashCode() {
    return parameters.hashCode();
  }

  @Override
  public String toString() {
    return parameters.toString();
  }
}
