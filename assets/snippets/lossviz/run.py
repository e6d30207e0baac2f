import lossviz

QUERY = "m=0.3"

settings = lossviz.Settings.from_query(QUERY)  # data, network and loss, as in the link
run = lossviz.train(settings)
print(f"accuracy {run.accuracy[-1]:.3f} after {run.steps[-1]} steps")
