// Command server is the witness of transparency-dev/witness, which keeps what it cosigned in
// memory, on a port of its own. One question is one line of JSON on standard input; its answer is
// one line of JSON on standard output.
//
//	{"ask":"start","log":"<vkey>","name":".."}   {"vkeys":[".."],"url":".."}
//
// The witness also shows the checkpoint it cosigned last, at <url>/<SHA-256 of origin>/checkpoint.
package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	formats "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/witness/persistence/inmemory"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"
	"k8s.io/klog/v2"
)

type question struct {
	Ask  string
	Log  string
	Name string
}

type answer map[string]any

func main() {
	// What goes wrong comes back as an answer.
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	in := bufio.NewScanner(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		reply, err := start(in.Bytes())
		if err != nil {
			reply = answer{"error": err.Error()}
		}
		if err := out.Encode(reply); err != nil {
			fmt.Fprintln(os.Stderr, "server:", err)
			os.Exit(1)
		}
	}
}

func start(line []byte) (answer, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, err
	}
	if q.Ask != "start" {
		return nil, fmt.Errorf("unknown question %q", q.Ask)
	}
	log, err := note.NewVerifier(q.Log)
	if err != nil {
		return nil, err
	}
	signers, vkeys, err := keys(q.Name)
	if err != nil {
		return nil, err
	}
	heads := inmemory.New()
	w, err := witness.New(context.Background(), witness.Opts{
		Persistence: heads,
		Signers:     signers,
		VerifierForLog: func(_ context.Context, origin string) (note.Verifier, bool, error) {
			return log, origin == log.Name(), nil
		},
	})
	if err != nil {
		return nil, err
	}
	handler := witness.NewHTTPHandler(w)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", handler.AddCheckpoint)
	hash := sha256.Sum256([]byte(log.Name()))
	mux.HandleFunc("GET /"+hex.EncodeToString(hash[:])+"/checkpoint",
		func(w http.ResponseWriter, r *http.Request) {
			checkpoint, err := heads.Latest(r.Context(), log.Name())
			if err != nil || checkpoint == nil {
				http.NotFound(w, r)
				return
			}
			_, _ = w.Write(checkpoint)
		})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	go func() { _ = http.Serve(listener, mux) }()
	return answer{"vkeys": vkeys, "url": "http://" + listener.Addr().String()}, nil
}

// keys makes a key of each kind that cosigns, and says them as verifier keys of type 0x04 and 0x06.
func keys(name string) ([]note.Signer, []string, error) {
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, nil, err
	}
	classic, err := formats.NewSignerForCosignatureV1(skey)
	if err != nil {
		return nil, nil, err
	}
	typed, err := base64.StdEncoding.DecodeString(strings.SplitN(vkey, "+", 3)[2])
	if err != nil {
		return nil, nil, err
	}
	typed[0] = 0x04
	classicKey := fmt.Sprintf(
		"%s+%08x+%s", name, classic.KeyHash(), base64.StdEncoding.EncodeToString(typed))
	modernSkey, modernKey, err := formats.GenerateMLDSAKey(name)
	if err != nil {
		return nil, nil, err
	}
	modern, err := formats.NewMLDSASigner(modernSkey)
	return []note.Signer{classic, modern}, []string{classicKey, modernKey}, err
}
