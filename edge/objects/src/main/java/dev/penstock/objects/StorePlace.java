package dev.penstock.objects;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in an object store a copy lies.
 *
 * @param endpoint the store's address, without bucket
 * @param prefix empty, or path parts each followed by a slash
 */
public record StorePlace(URI endpoint, String region, String bucket, String prefix) {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])"
              + "((?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){0,16})/?");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

  /** What an address names. */
  public record Named(String bucket, String prefix) {}

  public StorePlace {
    String scheme = endpoint.getScheme();
    boolean isBare =
        endpoint.getRawPath() != null
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null
            && endpoint.getRawUserInfo() == null
            && endpoint.getRawPath().replace("/", "").isEmpty();
    if (endpoint.getHost() == null
        || !isBare
        || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "the endpoint must be an http or https URL of a host and nothing behind it");
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException("region " + region + " must be as eu-central-1");
    }
  }

  /** Reads {@code s3://bucket/prefix}; empty when it is none that every store takes. */
  public static Optional<Named> decode(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches() || parts.group(1).contains("..")) {
      return Optional.empty();
    }
    String prefix = parts.group(2).isEmpty() ? "" : parts.group(2).substring(1) + "/";
    return Optional.of(new Named(parts.group(1), prefix));
  }

  /** The address of something below the prefix, for a person. */
  public String address(String name) {
    return "s3://" + bucket + "/" + prefix + name;
  }

  /** The path of something below the prefix, in path style, which every store understands. */
  String path(String name) {
    return "/" + bucket + "/" + prefix + name;
  }
}
