"""Makes src/test/resources/golden/dept-padded.safetensors: DePT as its code computes it, padding included.

Every row is padded to the same length, the low-rank update is added to all positions, and Transformers encodes
prompt and rows with an attention mask. Needs torch, transformers and safetensors; run in the module's folder:

    python src/test/python/dept_padded.py
"""
import math

import torch
from safetensors.torch import load_file, save_file
from transformers import T5EncoderModel

BACKBONE = "src/test/resources/parity/t5-v1_1-tiny"
RANK, ALPHA = 3, 8

torch.manual_seed(11)
golden = load_file(f"{BACKBONE}/golden.safetensors")
model = T5EncoderModel.from_pretrained(BACKBONE).eval()
ids, mask, prompt = golden["input_ids"].long(), golden["attention_mask"].long(), golden["prompt"]
rows, length = ids.shape
a = torch.randn(length, RANK) * 0.5
b = torch.randn(RANK, prompt.shape[1]) * 0.5
embedded = model.shared(ids) + (ALPHA / math.sqrt(RANK)) * (a @ b)
inputs = torch.cat([prompt.expand(rows, -1, -1), embedded], 1)
seen = torch.cat([torch.ones(rows, prompt.shape[0], dtype=torch.long), mask], 1)
with torch.no_grad():
    states = model(inputs_embeds=inputs, attention_mask=seen).last_hidden_state
save_file(
    {"a": a, "b": b, "states": (states * seen.unsqueeze(-1)).contiguous()},
    "src/test/resources/golden/dept-padded.safetensors",
)
