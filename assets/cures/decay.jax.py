import optax


def optimizer_of(lr, decay):  # a step takes lr·decay of every weight
    return optax.adamw(lr, weight_decay=decay)
