package dev.penstock.oidc;

import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.signature.JdkSignatures;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A provider's keys, and what it signs with them: right, or wrong in one place. */
final class Issuer {
  static final String NAME = "https://id.example/realm";
  static final JdkSignatures SIGNATURES = new JdkSignatures();

  /** One pair of each kind; making one of RSA takes a while. */
  static final KeyPair RSA = pair("RSA", 2048);

  static final KeyPair EC = pair("EC", 256);
  static final KeyPair ED = pair("Ed25519", 255);

  private Issuer() {}

  static KeyPair pair(String kind, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair pairFor(String algorithm) {
    return switch (algorithm) {
      case "RS256" -> RSA;
      case "ES256" -> EC;
      default -> ED;
    };
  }

  /** A public key as RFC 7517 writes it. */
  static JsonObjectMaker jwk(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa ->
          new JsonObjectMaker()
              .put("kty", "RSA")
              .put("n", Base64Url.encode(unsigned(rsa.getModulus().toByteArray(), 0)))
              .put("e", Base64Url.encode(unsigned(rsa.getPublicExponent().toByteArray(), 0)));
      case ECPublicKey ec ->
          new JsonObjectMaker()
              .put("kty", "EC")
              .put("crv", "P-256")
              .put("x", Base64Url.encode(unsigned(ec.getW().getAffineX().toByteArray(), 32)))
              .put("y", Base64Url.encode(unsigned(ec.getW().getAffineY().toByteArray(), 32)));
      default -> {
        byte[] spki = key.getEncoded();
        yield new JsonObjectMaker()
            .put("kty", "OKP")
            .put("crv", "Ed25519")
            .put("x", Base64Url.encode(Arrays.copyOfRange(spki, spki.length - 32, spki.length)));
      }
    };
  }

  private static byte[] unsigned(byte[] signed, int length) {
    int from = 0;
    while (signed.length - from > Math.max(length, 1) && signed[from] == 0) {
      from++;
    }
    byte[] bare = Arrays.copyOfRange(signed, from, signed.length);
    if (bare.length >= length) {
      return bare;
    }
    byte[] full = new byte[length];
    System.arraycopy(bare, 0, full, length - bare.length, bare.length);
    return full;
  }

  static byte[] keySet(Json... keys) {
    return CanonicalJson.bytes(new JsonObjectMaker().put("keys", Json.array(List.of(keys))).make());
  }

  static ProviderKeys keys(Json... keys) {
    return Good.of(ProviderKeys.read(keySet(keys), SIGNATURES));
  }

  /** All three keys, each with an id. */
  static ProviderKeys allKeys() {
    var all = new ArrayList<Json>();
    for (String algorithm : List.of("RS256", "ES256", "EdDSA")) {
      all.add(jwk(pairFor(algorithm).getPublic()).put("kid", "k-" + algorithm).make());
    }
    return keys(all.toArray(Json[]::new));
  }

  static Json.Object header(String algorithm, Optional<String> keyId) {
    return new JsonObjectMaker().put("alg", algorithm).putText("kid", keyId).make();
  }

  static String token(String algorithm, Json.Object claims) {
    return token(header(algorithm, Optional.of("k-" + algorithm)), claims, pairFor(algorithm));
  }

  static String token(Json.Object header, Json.Object claims, KeyPair pair) {
    String signed =
        Base64Url.encode(CanonicalJson.bytes(header))
            + "."
            + Base64Url.encode(CanonicalJson.bytes(claims));
    return signed + "." + Base64Url.encode(sign(signed, pair));
  }

  static byte[] sign(String signed, KeyPair pair) {
    String name =
        switch (pair.getPublic()) {
          case RSAPublicKey _ -> "SHA256withRSA";
          case ECPublicKey _ -> "SHA256withECDSAinP1363Format";
          default -> "Ed25519";
        };
    try {
      Signature signer = Signature.getInstance(name);
      signer.initSign(pair.getPrivate());
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
