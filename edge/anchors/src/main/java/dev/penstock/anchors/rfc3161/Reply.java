package dev.penstock.anchors.rfc3161;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.cms.TimeInfo;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;

/** What an authority answered to one question (TimeStampResp, RFC 3161 §2.4.2). */
sealed interface Reply {
  /** A token about what was asked for. */
  record Granted(Token token) implements Reply {}

  /** No token, or none about that. */
  record Refused(String why) implements Reply {}

  /** More than any token with its chain of certificates takes. */
  int BYTES_MAX = Token.BYTES_MAX;

  /** Holds an answer against its question: status, digest, nonce, policy. */
  static Reply of(byte[] bytes, TimeStampRequest request) {
    TimeStampResponse response;
    try {
      response = new TimeStampResponse(bytes);
    } catch (TSPException | IOException | RuntimeException e) {
      // What the library throws for bytes that it cannot read, which is nobody's error here.
      return new Refused("its answer is no time-stamp response: " + e.getMessage());
    }
    int status = response.getStatus();
    if (status != PKIStatus.GRANTED && status != PKIStatus.GRANTED_WITH_MODS) {
      return new Refused(refusalText(response));
    }
    Optional<String> otherwise = otherThanAsked(bytes, request);
    if (otherwise.isPresent()) {
      return new Refused(otherwise.get());
    }
    try {
      // A second opinion: it asks the same of the answer in its own way.
      response.validate(request);
    } catch (TSPException | RuntimeException e) {
      return new Refused("its answer is not to the question: " + e.getMessage());
    }
    return token(bytes)
        .<Reply>map(Granted::new)
        .orElseGet(() -> new Refused("its token cannot be read"));
  }

  /** Read by our own strict reader: what it does not take no auditor could check. */
  private static Optional<Token> token(byte[] bytes) {
    return tokenBytes(bytes)
        .flatMap(der ->
            Token.decode(der.bytes()) instanceof Decoded.Value<Token>(var token)
                ? Optional.of(token)
                : Optional.empty());
  }

  /** The token as it came, byte for byte. */
  private static Optional<Encoded> tokenBytes(byte[] bytes) {
    DerReader all = DerReader.of(bytes, BYTES_MAX);
    DerReader in = all.enter(Tag.SEQUENCE);
    in.skip();
    Encoded token = in.element(Tag.SEQUENCE);
    in.done();
    return all.isRefused() ? Optional.empty() : Optional.of(token);
  }

  private static Optional<String> otherThanAsked(byte[] bytes, TimeStampRequest request) {
    Optional<Encoded> der = tokenBytes(bytes);
    if (der.isEmpty()) {
      return Optional.of("its answer holds no token, or is not encoded by DER");
    }
    return switch (Token.decode(der.get().bytes())) {
      case Decoded.Refused<Token>(var refusal) ->
          Optional.of("its token cannot be read: " + refusal);
      case Decoded.Value<Token>(var token) -> otherThanAsked(token.info(), request);
    };
  }

  private static Optional<String> otherThanAsked(TimeInfo info, TimeStampRequest request) {
    if (!info.imprintOid().equals(request.getMessageImprintAlgOID().getId())
        || !Arrays.equals(info.imprintBytes(), request.getMessageImprintDigest())) {
      return Optional.of("its token is about another digest than the one it was asked for");
    }
    if (!info.nonce().equals(Optional.ofNullable(request.getNonce()))) {
      return Optional.of("its token does not carry the nonce it was asked for");
    }
    if (request.getReqPolicy() != null && !request.getReqPolicy().getId().equals(info.policy())) {
      return Optional.of(
          "its token was made under policy "
              + info.policy()
              + ", asked for was "
              + request.getReqPolicy().getId());
    }
    return Optional.empty();
  }

  private static String refusalText(TimeStampResponse response) {
    String status =
        switch (response.getStatus()) {
          case PKIStatus.REJECTION -> "it rejected the request";
          case PKIStatus.WAITING -> "it asks to wait, which is not waited for";
          case PKIStatus.REVOCATION_WARNING -> "it warns that its certificate will be revoked";
          case PKIStatus.REVOCATION_NOTIFICATION -> "it says that its certificate was revoked";
          default -> "it answered with status " + response.getStatus();
        };
    List<String> words = new ArrayList<>(List.of(status));
    PKIFailureInfo failure = response.getFailInfo();
    if (failure != null) {
      failureTexts()
          .forEach((bit, text) -> {
            if ((failure.intValue() & bit) != 0) {
              words.add(text);
            }
          });
    }
    String said = response.getStatusString();
    if (said != null && !said.isBlank()) {
      words.add("\"" + printable(said) + "\"");
    }
    return String.join(": ", words);
  }

  /** RFC 3161 §2.4.2, PKIFailureInfo. */
  private static Map<Integer, String> failureTexts() {
    Map<Integer, String> texts = new LinkedHashMap<>();
    texts.put(PKIFailureInfo.badAlg, "it does not take this digest algorithm");
    texts.put(PKIFailureInfo.badRequest, "it does not allow or support this request");
    texts.put(PKIFailureInfo.badDataFormat, "the data has the wrong format for it");
    texts.put(PKIFailureInfo.timeNotAvailable, "its time source is not available");
    texts.put(PKIFailureInfo.unacceptedPolicy, "it does not support the policy asked for");
    texts.put(PKIFailureInfo.unacceptedExtension, "it does not support an extension asked for");
    texts.put(PKIFailureInfo.addInfoNotAvailable, "it lacks information that was asked for");
    texts.put(PKIFailureInfo.systemFailure, "it cannot answer because of a failure of its own");
    return texts;
  }

  /** What strangers write moves no cursor, and is not longer than a line. */
  static String printable(String text) {
    String line =
        text.codePoints()
            .limit(200)
            .map(c ->
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return line.strip();
  }
}
