"""Makes src/test/resources/golden/optimizers.json: trajectories of optimizers that PyTorch does not have.

AdamW of Transformers (its own class, gone in version 5), and Transformers' Adafactor with a whole second moment: it
factors no parameter of one axis, so the matrix is given to it flat. Needs torch and transformers 4.49; run in the
module's folder:

    python src/test/python/optimizers.py
"""
import json

import torch
from transformers.optimization import AdamW, Adafactor, get_linear_schedule_with_warmup

STEPS = 25
torch.manual_seed(12)


def trajectory(shape, make, warmup=None, scale=1.0, flat=False):
    initial = torch.randn(shape)
    gradients = [torch.randn(shape) * scale for _ in range(STEPS)]
    weight = torch.nn.Parameter(initial.flatten().clone() if flat else initial.clone())
    optimizer = make([weight])
    schedule = get_linear_schedule_with_warmup(optimizer, warmup, STEPS) if warmup is not None else None
    after = []
    for gradient in gradients:
        weight.grad = gradient.flatten().clone() if flat else gradient.clone()
        optimizer.step()
        if schedule is not None:
            schedule.step()
        after.append(weight.detach().flatten().tolist())
    return {
        "shape": list(shape),
        "initial": initial.flatten().tolist(),
        "gradients": [g.flatten().tolist() for g in gradients],
        "weights_after_step": after,
    }


def adafactor(weights):
    return Adafactor(
        weights, lr=0.3, scale_parameter=False, relative_step=False, warmup_init=False, weight_decay=1e-5
    )


golden = {
    # Gradients as small as epsilon, so that its place in the formula shows.
    "transformers adamw lr=0.3 eps=1e-6 weight_decay=0.01 small gradients": trajectory(
        (6, 5), lambda w: AdamW(w, lr=0.3, eps=1e-6, weight_decay=0.01, no_deprecation_warning=True), scale=1e-6
    ),
    "transformers adamw lr=0.3 eps=1e-8 weight_decay=1e-5": trajectory(
        (4, 3), lambda w: AdamW(w, lr=0.3, eps=1e-8, weight_decay=1e-5, no_deprecation_warning=True)
    ),
    "transformers adamw lr=0.05 eps=1e-6 weight_decay=0.1 linear schedule warmup=5 total=25": trajectory(
        (4, 3), lambda w: AdamW(w, lr=0.05, eps=1e-6, weight_decay=0.1, no_deprecation_warning=True), warmup=5
    ),
    "adafactor not factored lr=0.3 weight_decay=1e-5": trajectory((6, 5), adafactor, flat=True),
}
with open("src/test/resources/golden/optimizers.json", "w") as out:
    json.dump(golden, out)
    out.write("\n")
