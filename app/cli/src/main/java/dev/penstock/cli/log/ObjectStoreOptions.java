package dev.penstock.cli.log;

import dev.penstock.objects.StoreKeys;
import dev.penstock.objects.StorePlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an object store is reached: by options, else by a file of keys as the AWS tools write it,
 * else by the environment names that these tools use. Keys never stand on a command line, where
 * every user of the machine sees them.
 *
 * @param endpoint the store's address; without one, that of AWS in the region
 */
record ObjectStoreOptions(
    Optional<String> endpoint,
    Optional<String> region,
    Optional<Path> credentials,
    boolean isPlainAllowed,
    Map<String, String> environment) {
  private static final int FILE_BYTES_MAX = 1 << 16;
  private static final Pattern LINE = Pattern.compile("\\s*([a-z_]+)\\s*=\\s*(\\S+)\\s*");

  /** Whether an address is one of an object store. */
  static boolean isOne(String address) {
    return address.startsWith("s3://");
  }

  /** Where, and with which keys. */
  record Store(StorePlace place, StoreKeys keys) {}

  Store at(String address) throws Unusable {
    StorePlace.Named named =
        StorePlace.decode(address)
            .orElseThrow(() ->
                new Unusable(
                    address
                        + " is no s3://bucket/prefix: a bucket has 3 to 63 of a-z 0-9 . - and a"
                        + " prefix is of letters, digits, . _ - and slashes"));
    Map<String, String> file = credentials.isPresent() ? read(credentials.get()) : Map.of();
    String inRegion =
        region
            .or(() -> Optional.ofNullable(file.get("region")))
            .or(() -> set("AWS_REGION"))
            .or(() -> set("AWS_DEFAULT_REGION"))
            .orElse("us-east-1");
    String where =
        endpoint
            .or(() -> Optional.ofNullable(file.get("endpoint_url")))
            .or(() -> set("AWS_ENDPOINT_URL_S3"))
            .or(() -> set("AWS_ENDPOINT_URL"))
            .orElse("https://s3." + inRegion + ".amazonaws.com");
    try {
      URI uri = URI.create(where);
      MirrorFrom.requireSafe(uri, isPlainAllowed);
      return new Store(new StorePlace(uri, inRegion, named.bucket(), named.prefix()), keys(file));
    } catch (IllegalArgumentException e) {
      // What stands before an @ may be a secret.
      String shown = where.replaceAll("//[^/]*@", "//...@");
      throw new Unusable(
          "endpoint " + shown + ": " + String.valueOf(e.getMessage()).replace(where, shown));
    }
  }

  private StoreKeys keys(Map<String, String> file) throws Unusable {
    Optional<String> id = Optional.ofNullable(file.get("aws_access_key_id"));
    Optional<String> secret = Optional.ofNullable(file.get("aws_secret_access_key"));
    Optional<String> session = Optional.ofNullable(file.get("aws_session_token"));
    if (credentials.isEmpty()) {
      id = set("AWS_ACCESS_KEY_ID");
      secret = set("AWS_SECRET_ACCESS_KEY");
      session = set("AWS_SESSION_TOKEN");
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new Unusable(
          credentials.isPresent()
              ? "--credentials "
                  + credentials.get()
                  + " needs the lines aws_access_key_id = ... and aws_secret_access_key = ..."
              : "keys of the store are missing: name a file with --credentials, or set"
                  + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    return new StoreKeys(id.get(), secret.get(), session);
  }

  private Optional<String> set(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** The first section of a file; what its other lines say does not matter here. */
  private static Map<String, String> read(Path file) throws Unusable {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new Unusable("--credentials " + file + " is too long for a file of keys");
      }
      Map<String, String> values = new HashMap<>();
      int sections = 0;
      for (String line : Files.readAllLines(file)) {
        sections += line.strip().startsWith("[") ? 1 : 0;
        Matcher parts = LINE.matcher(line);
        if (sections <= 1 && parts.matches()) {
          String _ = values.putIfAbsent(parts.group(1), parts.group(2));
        }
      }
      return values;
    } catch (IOException e) {
      throw new Unusable("--credentials " + file + " cannot be read: " + e.getMessage());
    }
  }
}
