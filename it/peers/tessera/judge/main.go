// Command judge opens notes with the verifiers of transparency-dev/formats, which know the
// cosignatures of C2SP tlog-cosignature. One question is one line of JSON on standard input; its
// answer is one line of JSON on standard output.
//
//	{"ask":"open-note","note":"<text>","keys":["<vkey>"],"cosigners":["<vkey>"]}
//	                                  {"ok":true,"names":[..]} or {"ok":false,"why":".."}
//
// A question that makes no sense is answered by {"error":".."}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	formats "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

const lineBytesMax = 1 << 20

type question struct {
	Ask       string
	Note      string
	Keys      []string
	Cosigners []string
}

type answer map[string]any

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<16), lineBytesMax)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		reply, err := judge(in.Bytes())
		if err != nil {
			reply = answer{"error": err.Error()}
		}
		if err := out.Encode(reply); err != nil {
			fmt.Fprintln(os.Stderr, "judge:", err)
			os.Exit(1)
		}
	}
}

func judge(line []byte) (answer, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, err
	}
	if q.Ask != "open-note" {
		return nil, fmt.Errorf("unknown question %q", q.Ask)
	}
	var verifiers []note.Verifier
	for _, key := range q.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return nil, err
		}
		verifiers = append(verifiers, verifier)
	}
	for _, key := range q.Cosigners {
		verifier, err := formats.NewVerifierForCosignatureV1(key)
		if err != nil {
			return nil, err
		}
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open([]byte(q.Note), note.VerifierList(verifiers...))
	if err != nil {
		return answer{"ok": false, "why": err.Error()}, nil
	}
	names := []string{}
	for _, signature := range opened.Sigs {
		names = append(names, signature.Name)
	}
	return answer{"ok": true, "names": names}, nil
}
