"""Makes src/test/resources/checkpoints: small T5 folders as Transformers 5 writes them, with its own numbers beside them.

Each folder begins as a checkpoint of an older writer, is loaded by the newest Transformers and saved again by it,
which is what changes config.json: tie_word_embeddings is true in all of them, scale_decoder_outputs is new, and
lm_head.weight stays where it is another matrix than shared.weight. golden.safetensors holds what that
Transformers computes of the folder (its fields are explained in ParityCheck). Needs torch, transformers and safetensors;
run in the module's folder:

    python src/test/python/checkpoint_writers.py

With --check FOLDER it makes nothing, but says how far the logits of the Transformers that runs it are from FOLDER's golden ones.
"""
import json
import pathlib
import shutil
import sys
import tempfile

import torch
import transformers
from safetensors.torch import load_file, save_file

OUT = pathlib.Path("src/test/resources/checkpoints")
SIZES = dict(vocab_size=48, d_model=16, d_kv=4, d_ff=24, num_layers=2, num_decoder_layers=1, num_heads=3,
             relative_attention_num_buckets=8, relative_attention_max_distance=20, dropout_rate=0.1,
             layer_norm_epsilon=1e-6, is_encoder_decoder=True, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0)
FAMILIES = {"t5": "T5ForConditionalGeneration", "mt5": "MT5ForConditionalGeneration"}


def weights(gated, own_head, seed):
    """Hugging Face's names, shapes and about its scales; norms are drawn too, so that none is the identity."""
    g = torch.Generator().manual_seed(seed)
    d, f, inner = SIZES["d_model"], SIZES["d_ff"], SIZES["num_heads"] * SIZES["d_kv"]
    draw = lambda *shape, scale: torch.randn(*shape, generator=g) * scale
    w = {"shared.weight": draw(SIZES["vocab_size"], d, scale=1.0)}

    def attention(at, kind, bias):
        for part in "qkv":
            w[f"{at}.{kind}.{part}.weight"] = draw(inner, d, scale=d**-0.5)
        w[f"{at}.{kind}.o.weight"] = draw(d, inner, scale=inner**-0.5)
        if bias:
            w[f"{at}.{kind}.relative_attention_bias.weight"] = draw(
                SIZES["relative_attention_num_buckets"], SIZES["num_heads"], scale=1.0)
        w[f"{at}.layer_norm.weight"] = 1 + draw(d, scale=0.1)

    for stack, layers in ("encoder", SIZES["num_layers"]), ("decoder", SIZES["num_decoder_layers"]):
        for i in range(layers):
            at = f"{stack}.block.{i}.layer"
            attention(f"{at}.0", "SelfAttention", i == 0)
            if stack == "decoder":
                attention(f"{at}.1", "EncDecAttention", False)
            last = f"{at}.{2 if stack == 'decoder' else 1}"
            for name in ("wi_0", "wi_1") if gated else ("wi",):
                w[f"{last}.DenseReluDense.{name}.weight"] = draw(f, d, scale=d**-0.5)
            w[f"{last}.DenseReluDense.wo.weight"] = draw(d, f, scale=f**-0.5)
            w[f"{last}.layer_norm.weight"] = 1 + draw(d, scale=0.1)
        w[f"{stack}.final_layer_norm.weight"] = 1 + draw(d, scale=0.1)
    if own_head == "other":
        w["lm_head.weight"] = draw(SIZES["vocab_size"], d, scale=d**-0.5)
    elif own_head == "equal":
        w["lm_head.weight"] = w["shared.weight"].clone()
    return w


def folder(at, config, tensors, family="t5"):
    at.mkdir(parents=True, exist_ok=True)
    everything = dict(SIZES, model_type=family, architectures=[FAMILIES[family]], **config)
    (at / "config.json").write_text(json.dumps(everything, indent=2) + "\n")
    save_file(tensors, at / "model.safetensors", metadata={"format": "pt"})


def load(at):
    family = json.loads((at / "config.json").read_text())["model_type"]
    return getattr(transformers, FAMILIES[family]).from_pretrained(at, torch_dtype=torch.float32).eval()


def outputs(model, given):
    model.zero_grad()
    prompt = given["prompt"].clone().requires_grad_()
    ids, mask = given["input_ids"].long(), given["attention_mask"].long()
    rows = ids.shape[0]
    embedded = torch.cat([prompt.expand(rows, -1, -1), model.shared(ids)], 1)
    seen = torch.cat([torch.ones(rows, prompt.shape[0], dtype=torch.long), mask], 1)
    out = model(inputs_embeds=embedded, attention_mask=seen, labels=given["labels"].long())
    out.loss.backward()
    results = {"encoder_last_hidden_state": out.encoder_last_hidden_state, "logits": out.logits,
               "loss": out.loss.reshape(1), "grad_prompt": prompt.grad}
    named = dict(model.named_parameters())
    for name in "shared.weight", "lm_head.weight", "decoder.final_layer_norm.weight":
        if name in named:
            results[f"grad.{name}"] = named[name].grad
    return {name: value.detach().contiguous().clone() for name, value in results.items()}


def inputs():
    g = torch.Generator().manual_seed(5)
    lengths = [9, 1, 14]
    ids = torch.zeros(3, 14, dtype=torch.int32)
    mask = torch.zeros(3, 14, dtype=torch.int32)
    labels = torch.full((3, 4), -100, dtype=torch.int32)
    for row, length in enumerate(lengths):
        ids[row, :length] = torch.randint(2, SIZES["vocab_size"], (length,), generator=g, dtype=torch.int32)
        mask[row, :length] = 1
        target = torch.randint(2, SIZES["vocab_size"], (2 + row % 2,), generator=g, dtype=torch.int32)
        labels[row, : len(target)] = target
        labels[row, len(target)] = 1
    return {"prompt": torch.randn(5, SIZES["d_model"], generator=g), "input_ids": ids, "attention_mask": mask,
            "labels": labels}


CASES = {
    # name: (gated, lm_head, what config.json says beside the sizes, family)
    "v1_0": (False, None, {"feed_forward_proj": "relu"}, "t5"),
    "v1_1": (True, "other", {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}, "t5"),
    "v1_1-equal-matrices": (True, "equal", {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}, "t5"),
    "scaled-own-matrix": (True, "other", {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": True,
                                          "scale_decoder_outputs": True}, "t5"),
    "ul2": (True, "other", {"feed_forward_proj": "gated-silu", "tie_word_embeddings": False}, "t5"),
    "gelu": (False, None, {"feed_forward_proj": "gelu"}, "t5"),
    "gated-erf-gelu": (True, "other", {"feed_forward_proj": "gated-gelu", "dense_act_fn": "gelu", "is_gated_act": True,
                                       "tie_word_embeddings": False}, "t5"),
    "overridden": (True, "other", {"feed_forward_proj": "relu", "dense_act_fn": "gelu_new", "is_gated_act": True,
                                   "tie_word_embeddings": False}, "t5"),
    "mt5": (True, "other", {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}, "mt5"),
    "mt5-equal-matrices": (True, "equal", {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}, "mt5"),
}


def make(out):
    for number, (name, (gated, head, config, family)) in enumerate(CASES.items()):
        with tempfile.TemporaryDirectory() as before:
            before = pathlib.Path(before)
            folder(before, config, weights(gated, head, number), family)
            shutil.rmtree(out / name, ignore_errors=True)
            load(before).save_pretrained(out / name)
        model = load(out / name)
        given = inputs()
        save_file({**given, **outputs(model, given)}, out / name / "golden.safetensors")
        (out / name / "generation_config.json").unlink(missing_ok=True)


if len(sys.argv) == 3 and sys.argv[1] == "--check":
    at = pathlib.Path(sys.argv[2])
    golden = load_file(at / "golden.safetensors")
    logits = outputs(load(at), golden)["logits"]
    print(transformers.__version__, at.name, float((logits - golden["logits"]).abs().max() / golden["logits"].abs().max()))
else:
    make(OUT)
