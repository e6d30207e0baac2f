"""What stands around Streamlit: the program that serves, its guards, routes and warm-up."""
