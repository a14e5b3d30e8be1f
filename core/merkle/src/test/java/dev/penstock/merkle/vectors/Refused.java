package dev.penstock.merkle.vectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.merkle.note.NoteKeys;

/** Texts that a reader must refuse, each with the rule it breaks. */
final class Refused {
  private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  private static final String NOTE = "o\n9\n" + ROOT + "\n\n\u2014 o AAAAAAA=\n";
  private static final String PROOF = "c2sp.org/tlog-proof@v1\n";
  private static final String WITNESS =
      "witness w " + NoteKeys.cosigner("w.example", 1).key().vkey() + "\n";

  private Refused() {}

  static ArrayNode json(ObjectMapper json) {
    ArrayNode all = json.createArrayNode();
    String[][] cases = {
      {"note", "no signature line", "text\n\n"},
      {"note", "no empty line", "text\n\u2014 n AAAAAAA=\n"},
      {"note", "no newline at the end", "text\n\n\u2014 n AAAAAAA="},
      {"note", "a tab is a control character", "te\txt\n\n\u2014 n AAAAAAA=\n"},
      {"note", "plus in a key name", "text\n\n\u2014 a+b AAAAAAA=\n"},
      {"note", "no-break space in a key name", "text\n\n\u2014 a\u00a0b AAAAAAA=\n"},
      {"note", "key id without signature", "text\n\n\u2014 n AAAAAA==\n"},
      {"note", "base64 without padding", "text\n\n\u2014 n AAAAAAA\n"},
      {"note", "stray bits in the last base64 character", "text\n\n\u2014 n AAAAAAB=\n"},
      {"note", "hyphen instead of em dash", "text\n\n- n AAAAAAA=\n"},
      {"checkpoint", "two lines", "o\n9\n"},
      {"checkpoint", "empty origin", "\n9\n" + ROOT + "\n"},
      {"checkpoint", "leading zero", "o\n09\n" + ROOT + "\n"},
      {"checkpoint", "sign", "o\n+9\n" + ROOT + "\n"},
      {"checkpoint", "larger than 2^62", "o\n4611686018427387905\n" + ROOT + "\n"},
      {"checkpoint", "short root", "o\n9\nAAAA\n"},
      {"checkpoint", "root of no leaves", "o\n0\n" + ROOT + "\n"},
      {"checkpoint", "empty extension line", "o\n9\n" + ROOT + "\n\n"},
      {"tlog-proof", "other version", "c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE},
      {"tlog-proof", "no index", PROOF + "\n" + NOTE},
      {"tlog-proof", "leading zero", PROOF + "index 00\n\n" + NOTE},
      {"tlog-proof", "extra behind index", PROOF + "index 0\nextra AA==\n\n" + NOTE},
      {"tlog-proof", "short hash", PROOF + "index 0\nAAAA\n\n" + NOTE},
      {"tlog-proof", "63 hashes", PROOF + "index 0\n" + (ROOT + "\n").repeat(63) + "\n" + NOTE},
      {"tlog-proof", "no checkpoint", PROOF + "index 0\n\n"},
      {"tile-path", "leading zero group", "tile/0/x000/001"},
      {"tile-path", "group without x", "tile/0/001/001"},
      {"tile-path", "level above 63", "tile/64/001"},
      {"tile-path", "level with leading zero", "tile/00/001"},
      {"tile-path", "width 0", "tile/0/001.p/0"},
      {"tile-path", "width 256", "tile/0/001.p/256"},
      {"tile-path", "tile behind the largest tree", "tile/0/x018/x014/x398/x509/x481/984"},
      {"policy", "no quorum", WITNESS},
      {"policy", "two quorums", "quorum none\nquorum none\n"},
      {"policy", "cut off", "quorum none"},
      {"policy", "unknown name", "quorum w\n"},
      {"policy", "defined later", "quorum w\n" + WITNESS},
      {"policy", "threshold 0", WITNESS + "group g 0 w\nquorum g\n"},
      {"policy", "threshold above members", WITNESS + "group g 2 w\nquorum g\n"},
      {"policy", "member of two groups", WITNESS + "group g any w\ngroup h any w\nquorum h\n"},
      {"policy", "carriage return", "quorum none\r\n"},
      {"vkey", "wrong key id", NoteKeys.log("o", 1).key().vkey().replaceFirst("[+][0-9a-f]", "+g")},
      {"vkey", "no key", "o+00000000+"},
    };
    for (String[] one : cases) {
      all.addObject().put("what", one[0]).put("because", one[1]).put("text", one[2]);
    }
    return all;
  }
}
